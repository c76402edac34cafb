import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../testing.ts';
import { markChanged } from './keys.ts';
import { compareWhole } from './whole.ts';

/** A base compared as a whole: begun by a list that was brought in, decided for groups, and what no longer holds withdrawn. */

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Whole');
});
afterAll(() => town.stop());

const people = 360;
const idOf = (n: number): string => `${n.toString(16).padStart(8, '0')}-0000-7000-8000-000000000009`;

/** A made-up word, the same for the same seed. */
const wordOf = (seed: string): string =>
  [...createHash('md5').update(seed).digest().subarray(0, 4)]
    .map((byte) => `${'bcdfglmnprstvz'[byte % 14]}${'aeiou'[(byte >> 4) % 5]}`)
    .join('');

/** Every tenth is the one before it with a slip: nothing but name, birth and place of birth in common. */
const fill = () =>
  shop.run(async (ctx) => {
    const rows = Array.from({ length: people }, (_, at) => {
      const n = at % 10 === 9 ? at - 1 : at;
      const word = (salt: number) => wordOf(`${n} ${salt}`);
      const name = `${word(1)} ${word(2)} ${word(3)}`;
      const slip = at % 10 === 9 ? `${name}e` : name;
      const birth = `19${40 + (n % 50)}-0${1 + ((n * 7) % 9)}-${10 + ((n * 11) % 18)}`;
      return { id: idOf(at + 1), name: slip, birth, place: word(4) };
    });
    await ctx.client.query(
      `INSERT INTO customers (org_id, id, canonical_id, name, birth_date, custom_fields)
       SELECT $1, id, id, name, birth, jsonb_build_object('naturalidade', place)
       FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, name text, birth date, place text)`,
      [ctx.orgId, JSON.stringify(rows)],
    );
    await markChanged(
      ctx,
      rows.map(({ id }) => id),
    );
  });
/** A suggestion that an earlier run made and that nothing speaks for. */
const stale = (a: number, b: number, more: object = {}) =>
  shop.run(async (ctx) => {
    const id = ctx.ids.uuid();
    await ctx.db
      .insertInto('merge_suggestions')
      .values({
        ...{
          org_id: ctx.orgId,
          id,
          customer_id: idOf(a),
          other_id: idOf(b),
          reason: 'looks_alike',
          score: 0.9,
        },
        ...{ created_at: new Date(0), reasons: '[]', ...more },
      })
      .execute();
    return id;
  });
const standing = () =>
  shop.run((ctx) =>
    ctx.db
      .selectFrom('merge_suggestions')
      .select(['id', 'customer_id', 'other_id'])
      .where('settled_at', 'is', null)
      .execute(),
  );
const numberOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16);

it('begins by itself for a list, finds each pair once, and withdraws what only an earlier run believed', async () => {
  await fill();
  const gone = await stale(1, 5);
  const later = await stale(11, 15, { later_until: new Date(Date.now() + 86_400_000) });
  const certain = await stale(21, 25, { certain: true });
  const proof = await stale(31, 35, { reason: 'same_proven' });
  town.kernel.bus.wake('duplicates');
  await vi.waitFor(
    async () => {
      const { scan } = await shop.owner.ok('GET', '/api/duplicates/settings');
      expect(scan).toMatchObject({ kind: 'full', state: 'done', total: people });
    },
    { timeout: 120_000, interval: 100 },
  );
  const rows = await standing();
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([later, certain, proof]));
  expect(rows.map(({ id }) => id)).not.toContain(gone);
  const found = rows
    .filter(({ id }) => ![later, certain, proof].includes(id))
    .map(({ customer_id, other_id }) => [customer_id, other_id].map(numberOf).sort((x, y) => x - y))
    .sort(([x = 0], [y = 0]) => x - y);
  expect(found).toEqual(Array.from({ length: people / 10 }, (_, at) => [at * 10 + 9, at * 10 + 10]));
  const waiting = await shop.run((ctx) =>
    ctx.db.selectFrom('match_states').select('customer_id').where('waits', '=', true).execute(),
  );
  expect(waiting).toEqual([]);
}, 150_000);

it('does it again without doubling anything, as after a process that died', async () => {
  const before = (await standing()).length;
  const { scan } = await shop.owner.ok('GET', '/api/duplicates/settings');
  await compareWhole(town.kernel, { orgId: shop.orgId, scanId: scan.id, startedAt: new Date() });
  expect((await standing()).length).toBe(before);
  expect((await shop.owner.ok('GET', '/api/duplicates/settings')).scan.found).toBe(scan.found);
}, 60_000);
