import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { holdAddress } from './hold-address.ts';
import { mergeCustomers } from './merge-customers.ts';
import { openTown, type Shop, type Town } from './testing.ts';
import { undoMerge } from './undo-merge.ts';

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown({ env: { ROLES: 'web' } });
  shop = await town.shop('Merges');
});
afterAll(() => town.stop());

const people = 6;

/** What may happen to a handful of customers; numbers choose whom, whatever there is by then. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('merge' as const), a: fc.nat(), b: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), a: fc.nat(), b: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('identity' as const), a: fc.nat(), b: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('message' as const), a: fc.nat(), b: fc.nat() }) },
);
type Step = { kind: 'merge' | 'undo' | 'identity' | 'message'; a: number; b: number };

/** The model: edges that stand, in order. A root goes into a root; taking an edge out leaves the others. */
type Model = {
  ids: string[];
  standing: { id: string; from: string; into: string }[];
  owners: Map<string, string>;
};

const rootIn = (model: Model, id: string): string => {
  const edge = model.standing.find((one) => one.from === id);
  return edge ? rootIn(model, edge.into) : id;
};

const asOwner = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inTransaction(town.kernel, systemActor(shop.orgId), work);

async function apply(model: Model, { kind, a, b }: Step): Promise<void> {
  const id = model.ids[a % people] ?? '';
  const other = model.ids[b % people] ?? '';
  if (kind === 'merge' && id !== other) {
    await asOwner((ctx) =>
      mergeCustomers(ctx, { params: { id }, body: { otherId: other, reason: 'random' } }),
    );
    const from = rootIn(model, other);
    const into = rootIn(model, id);
    if (from === into) return;
    const row = await asOwner((ctx) =>
      ctx.db
        .selectFrom('customer_merges')
        .select('id')
        .where('from_id', '=', from)
        .where('undone_at', 'is', null)
        .executeTakeFirstOrThrow(),
    );
    model.standing.push({ id: row.id, from, into });
  }
  const merge = model.standing[b % Math.max(1, model.standing.length)];
  if (kind === 'undo' && merge) {
    await asOwner((ctx) => undoMerge(ctx, { params: { id: merge.from, mergeId: merge.id } }));
    model.standing = model.standing.filter((one) => one !== merge);
  }
  if (kind === 'identity') {
    const address = { kind: 'email', value: `a${b}-${id}@cliente.example` };
    await shop.owner.ok('POST', `/api/customers/${id}/identities`, address);
  }
  if (kind === 'message') await asOwner((ctx) => touch(ctx, id));
}

/** What a message does to customers: it is seen, and a nameless one is named. */
async function touch(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.updateTable('customers').set({ seen_at: ctx.clock.now() }).where('id', '=', id).execute();
}

const canonicals = (ids: string[]): Promise<Map<string, string>> =>
  asOwner(async (ctx) => {
    const rows = await ctx.db
      .selectFrom('customers')
      .select(['id', 'canonical_id'])
      .where('id', 'in', ids)
      .execute();
    return new Map(rows.map((row) => [row.id, row.canonical_id]));
  });

const ownersOf = (ids: string[]): Promise<Map<string, string>> =>
  asOwner(async (ctx) => {
    const rows = await ctx.db
      .selectFrom('identities')
      .select(['id', 'customer_id'])
      .where('customer_id', 'in', ids)
      .execute();
    return new Map(rows.map((row) => [row.id, row.customer_id]));
  });

async function handful(): Promise<Model> {
  const made = await asOwner(async (ctx) => {
    const all = [];
    for (let index = 0; index < people; index += 1)
      all.push(await holdAddress(ctx, { kind: 'visitor', value: crypto.randomUUID() }));
    return all;
  });
  const ids = made.map((one) => one.customerId);
  return { ids, standing: [], owners: await ownersOf(ids) };
}

it('property: whatever is merged and un-merged, canonical ids are exactly those of the merges that stand', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const model = await handful();
      for (const one of steps) {
        const before = await ownersOf(model.ids);
        await apply(model, one);
        const now = await canonicals(model.ids);
        for (const id of model.ids) expect(now.get(id)).toBe(rootIn(model, id));
        // Nothing ever changes its owner.
        const after = await ownersOf(model.ids);
        for (const [id, owner] of before) expect(after.get(id)).toBe(owner);
      }
      // All undone, in any order: everybody is themself again.
      for (const merge of [...model.standing].sort((x, y) => (x.id.slice(-4) < y.id.slice(-4) ? -1 : 1)))
        await asOwner((ctx) => undoMerge(ctx, { params: { id: merge.from, mergeId: merge.id } }));
      const end = await canonicals(model.ids);
      for (const id of model.ids) expect(end.get(id)).toBe(id);
    }),
    { numRuns: 25 },
  );
});

it('merges of the same people at the same time never form a circle', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { ids } = await handful();
    const pairs = ids.flatMap((a) => ids.filter((b) => b !== a).map((b) => [a, b] as const));
    const answers = await Promise.all(
      pairs.map(([id, otherId]) =>
        shop.owner.call('POST', `/api/customers/${id}/merges`, { otherId, reason: 'race' }),
      ),
    );
    expect(answers.map((answer) => answer.status).filter((status) => status !== 200)).toEqual([]);
    const now = await canonicals(ids);
    expect(new Set(now.values()).size).toBe(1);
    const edges = await asOwner((ctx) =>
      sql<{ count: number }>`SELECT count(*) AS count FROM customer_merges WHERE undone_at IS NULL
        AND from_id = ANY(${ids}::uuid[])`.execute(ctx.db),
    );
    expect(edges.rows[0]?.count).toBe(ids.length - 1);
  }
});

it('a merge can be undone once, and only through a customer it concerns', async () => {
  const { ids } = await handful();
  const [a = '', b = '', c = ''] = ids;
  const merged = await shop.owner.ok('POST', `/api/customers/${a}/merges`, {
    otherId: b,
    reason: 'same person',
  });
  expect(merged).toMatchObject({
    id: a,
    merges: [
      { from: { id: b }, into: { id: a }, reason: 'same person', by: 'Owner of Merges', undoneAt: null },
    ],
  });
  expect(await shop.owner.ok('GET', `/api/customers/${b}`)).toEqual(merged);
  const mergeId = merged.merges[0].id;
  expect((await shop.owner.call('DELETE', `/api/customers/${c}/merges/${mergeId}`)).status).toBe(404);
  const undone = await shop.owner.ok('DELETE', `/api/customers/${b}/merges/${mergeId}`);
  expect(undone.id).toBe(b);
  expect(undone.merges[0].undoneAt).not.toBeNull();
  expect((await shop.owner.call('DELETE', `/api/customers/${b}/merges/${mergeId}`)).status).toBe(409);
  expect(
    (await shop.owner.call('POST', `/api/customers/${a}/merges`, { otherId: a, reason: 'x' })).status,
  ).toBe(422);
});

it('undoing and merging at the same time leaves the ids of the merges that stand', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { ids } = await handful();
    const [a = '', b = '', c = ''] = ids;
    const first = await shop.owner.ok('POST', `/api/customers/${a}/merges`, { otherId: b, reason: 'x' });
    await Promise.all([
      shop.owner.call('DELETE', `/api/customers/${a}/merges/${first.merges[0].id}`),
      shop.owner.call('POST', `/api/customers/${c}/merges`, { otherId: b, reason: 'x' }),
      shop.owner.call('POST', `/api/customers/${a}/merges`, { otherId: c, reason: 'x' }),
    ]);
    const now = await canonicals(ids);
    const edges = await asOwner((ctx) =>
      ctx.db
        .selectFrom('customer_merges')
        .select(['id', 'from_id as from', 'into_id as into'])
        .where('undone_at', 'is', null)
        .where('from_id', 'in', ids)
        .execute(),
    );
    const model: Model = { ids, standing: edges, owners: new Map() };
    for (const id of ids) expect(now.get(id)).toBe(rootIn(model, id));
  }
});
