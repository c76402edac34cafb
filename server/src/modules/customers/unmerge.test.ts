import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { addIdentity } from './add-identity.ts';
import { changeCustomer } from './change-customer.ts';
import { compareRecords } from './duplicates/find.ts';
import { holdAddress } from './hold-address.ts';
import { mergeCustomers } from './merge-customers.ts';
import { suggestMerge } from './suggest.ts';
import { openTown, type Shop, type Town } from './testing.ts';
import { playRecord, type RecordWorld, recordSteps } from './testing-record-steps.ts';
import { undoMerge } from './undo-merge.ts';

/**
 * Un-merging is exact: after any sequence of merges, edits, messages, addresses, suggestions and un-merges, every row that
 * hangs on a customer (notes, addresses, documents, facts, ties, labels, preferences, consents, deals, files) is byte for byte what it would be had nobody ever been merged and each change been made on the side it
 * was made on. The same steps are played twice, on a house that merges and on one that does not.
 */

let town: Town;
let merging: Shop;
let plain: Shop;
beforeAll(async () => {
  town = await openTown({ env: { ROLES: 'web' } });
  merging = await town.shop('Merging');
  plain = await town.shop('Plain');
  for (const shop of [merging, plain])
    for (const name of ['vip', 'novo', 'atacado'])
      await shop.owner.ok('POST', '/api/labels', { name, colour: '#cc0000' });
});
afterAll(() => town.stop());

const people = 4;

const stepOf = (kind: fc.Arbitrary<string>) =>
  fc.record({ kind, a: fc.nat({ max: 999 }), b: fc.nat({ max: 999 }) });
/** A history is about a few kinds of things, so that steps meet each other. */
const history = fc
  .subarray([...recordSteps, 'edit', 'identity', 'message', 'suggest', 'compare'], {
    minLength: 2,
    maxLength: 4,
  })
  .chain((kinds) =>
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: stepOf(fc.constant('merge')) },
        { weight: 2, arbitrary: stepOf(fc.constant('undo')) },
        { weight: 6, arbitrary: stepOf(fc.constantFrom(...kinds)) },
      ),
      { minLength: 4, maxLength: 24 },
    ),
  );
type Step = { kind: string; a: number; b: number };

/** The same people in both houses; rows are compared by these numbers instead of ids. */
type World = RecordWorld & {
  ids: string[];
  standing: { id: string; from: string }[];
  inboxId: string;
  brandId: string;
};

const as = <T>({ shop }: Pick<World, 'shop'>, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inTransaction(town.kernel, systemActor(shop.orgId), work);

async function openWorld(shop: Shop): Promise<World> {
  return as({ shop }, async (ctx) => {
    const ids = [];
    for (let n = 0; n < people; n += 1)
      ids.push((await holdAddress(ctx, { kind: 'visitor', value: crypto.randomUUID() })).customerId);
    const brand = await ctx.db.selectFrom('brands').select('id').executeTakeFirstOrThrow();
    const inboxId = ctx.ids.uuid();
    const row = {
      org_id: ctx.orgId,
      id: inboxId,
      channel: 'counter',
      name: 'x',
      brand_id: brand.id,
      route_key: inboxId,
    };
    await ctx.db.insertInto('inboxes').values(row).execute();
    const labels = (await ctx.db.selectFrom('labels').select('id').orderBy('name').execute()).map(
      ({ id }) => id,
    );
    return { shop, ids, labels, things: new Map(), standing: [], inboxId, brandId: brand.id };
  });
}

/** Who stands for a customer in the house that merges: where an edit made through anybody of the group lands. */
const rootOf = (world: World, id: string): Promise<string> =>
  as(world, async (ctx) => {
    const row = await ctx.db
      .selectFrom('customers')
      .select('canonical_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return row.canonical_id;
  });

/** A merge with choices, by chance of either side. */
async function merge(world: World, { a, b }: Step): Promise<void> {
  const [id = '', otherId = ''] = [world.ids[a % people], world.ids[b % people]];
  if (id === otherId || (await rootOf(world, id)) === (await rootOf(world, otherId))) return;
  const from = await rootOf(world, otherId);
  const choices = { name: a % 2 ? id : otherId, 'field:size': b % 2 ? id : otherId, notes: otherId };
  await as(world, (ctx) =>
    mergeCustomers(ctx, { params: { id }, body: { otherId, reason: 'random', choices } }),
  );
  const row = await as(world, (ctx) =>
    ctx.db
      .selectFrom('customer_merges')
      .select('id')
      .where('from_id', '=', from)
      .where('undone_at', 'is', null)
      .executeTakeFirstOrThrow(),
  );
  world.standing.push({ id: row.id, from });
}

async function undo(world: World, { b }: Step): Promise<void> {
  const merged = world.standing[b % Math.max(1, world.standing.length)];
  if (!merged) return;
  await as(world, (ctx) => undoMerge(ctx, { params: { id: merged.from, mergeId: merged.id } }));
  world.standing = world.standing.filter((one) => one !== merged);
}

/** Changes both houses know, made on customer number `at`. */
async function change(world: World, { kind, a, b }: Step, at: number): Promise<void> {
  const id = world.ids[at] ?? '';
  const body = [
    { name: `Name ${b % 7}` },
    { notes: `note ${b % 5}` },
    { locale: 'es' as const },
    { customFields: { size: b } },
  ];
  if (kind === 'edit')
    await as(world, (ctx) => changeCustomer(ctx, { params: { id }, body: body[a % 4] ?? {} } as never));
  if (kind === 'identity') {
    const reason = b % 3 === 0 ? { reason: 'vouched' } : {};
    const call = { kernel: town.kernel, actor: systemActor(world.shop.orgId) } as never;
    const address = { kind: 'email', value: `p${at}-${b % 50}@cliente.example`, ...reason };
    await addIdentity(call, { params: { id }, body: address, query: undefined } as never).catch(() => null);
  }
  if (kind === 'message') await as(world, (ctx) => talk(ctx, world, { customerId: id, text: `hi ${b}` }));
}

/** A conversation as a message opens it: of the customer who wrote, whoever they are merged into. */
async function talk(ctx: Ctx, world: World, said: { customerId: string; text: string }): Promise<void> {
  const id = ctx.ids.uuid();
  const at = ctx.clock.now();
  await ctx.db
    .insertInto('conversations')
    .values({
      ...{ org_id: ctx.orgId, id, protocol: ctx.ids.digits(16), customer_id: said.customerId },
      ...{
        brand_id: world.brandId,
        channel: 'counter',
        inbox_id: world.inboxId,
        last_seq: 1,
        active_at: at,
        created_at: at,
      },
    })
    .execute();
  const content = JSON.stringify({ v: 1, kind: 'text', text: said.text });
  await ctx.db
    .insertInto('messages')
    .values({
      org_id: ctx.orgId,
      conversation_id: id,
      id: ctx.ids.uuid(),
      seq: 1,
      at,
      author_kind: 'customer',
      content,
    })
    .execute();
  await ctx.db.updateTable('customers').set({ seen_at: at }).where('id', '=', said.customerId).execute();
}

async function both(worlds: readonly [World, World], step: Step): Promise<void> {
  const [first] = worlds;
  if (step.kind === 'merge') return merge(first, step);
  if (step.kind === 'undo') return undo(first, step);
  if (step.kind === 'suggest' || step.kind === 'compare') {
    for (const world of worlds) await look(world, step);
    return;
  }
  // Made through anybody of a group, it is made on its root; a message stays with who wrote it.
  const id = first.ids[step.a % people] ?? '';
  const root = await rootOf(first, id);
  const at = step.kind === 'message' || step.kind === 'deal' ? step.a % people : first.ids.indexOf(root);
  const roots = await Promise.all(first.ids.map((one) => rootOf(first, one)));
  const group = [...first.ids.keys()].filter((n) => roots[n] === root);
  for (const world of worlds) {
    if ((recordSteps as readonly string[]).includes(step.kind))
      await playRecord(world, step.kind, { ...step, at, group, merges: world === first });
    else await change(world, step, at);
  }
}

async function look(world: World, { kind, a, b }: Step): Promise<void> {
  const [customerId = '', otherId = ''] = [world.ids[a % people], world.ids[b % people]];
  await as(world, async (ctx) => {
    if (kind === 'suggest') await suggestMerge(ctx, { customerId, otherId, reason: 'same_address_claimed' });
    else await compareRecords(ctx, [customerId], { model: null, likely: 1 });
  });
}

/** Tables whose rows are a customer's. */
const hanging = [
  ...['customer_notes', 'customer_documents', 'customer_files', 'customer_facts', 'customer_preferences'],
  ...['postal_addresses', 'company_members', 'consents', 'deals'],
];

/** Everything that hangs on a house's customers, with numbers for ids and without times: what must be equal. */
async function picture(world: World): Promise<unknown> {
  const { rows } = await as(world, (ctx) =>
    ctx.client.query<{ table: string; row: Record<string, unknown> }>(
      `SELECT 'customers' AS table, to_jsonb(t) AS row FROM customers t WHERE id = ANY($1)
       UNION ALL SELECT 'identities', to_jsonb(t) FROM identities t WHERE customer_id = ANY($1) AND kind <> 'visitor'
       UNION ALL SELECT 'conversations', to_jsonb(t) FROM conversations t WHERE customer_id = ANY($1)
       UNION ALL SELECT 'messages', to_jsonb(m) || jsonb_build_object('customer_id', t.customer_id)
         FROM conversations t JOIN messages m ON m.conversation_id = t.id WHERE t.customer_id = ANY($1)
       UNION ALL SELECT 'match_keys', to_jsonb(t) FROM match_keys t WHERE customer_id = ANY($1)
       UNION ALL SELECT 'customer_field_values', to_jsonb(t) FROM customer_field_values t WHERE customer_id = ANY($1)
       UNION ALL SELECT 'customer_note_versions', to_jsonb(v) || jsonb_build_object('customer_id', t.customer_id)
         FROM customer_notes t JOIN customer_note_versions v ON v.note_id = t.id WHERE t.customer_id = ANY($1)
       ${hanging.map((table) => `UNION ALL SELECT '${table}', to_jsonb(t) FROM ${table} t WHERE customer_id = ANY($1)`).join(' ')}
       UNION ALL SELECT 'merge_suggestions', to_jsonb(t) FROM merge_suggestions t
         WHERE reason = 'same_address_claimed' AND customer_id = ANY($1)`,
      [world.ids],
    ),
  );
  const numbers = new Map(world.ids.map((id, at) => [id, `customer ${at}`]));
  const labelled = (text: string): string =>
    world.labels.reduce((told, id, at) => told.replaceAll(id, `label ${at}`), text);
  // Labels are kept in the order of their ids, and each house has ids of its own.
  const inOrder = (name: string, value: unknown): unknown =>
    name === 'label_ids' && Array.isArray(value)
      ? [...value].sort((x, y) => world.labels.indexOf(x) - world.labels.indexOf(y))
      : value;
  const fresh = /(^|_)(at|id|org_id|protocol|brand_id|inbox_id|since|until|n|rank|by)$/;
  const told = rows.map(({ table, row }) => {
    const kept = Object.entries(row).map(
      ([name, value]) => [name, numbers.get(String(value)) ?? inOrder(name, value)] as const,
    );
    const shown = kept.filter(
      ([name, value]) => String(value).startsWith('customer ') || !fresh.test(name) || value === null,
    );
    return labelled(JSON.stringify([table, Object.fromEntries(shown.sort(([x], [y]) => (x < y ? -1 : 1)))]));
  });
  return told.sort();
}

/** The very bytes of the rows a house has, whatever they mean: for "nothing but merge rows was touched". */
async function bytes(world: World): Promise<string> {
  const { rows } = await as(world, (ctx) =>
    ctx.client.query<{ all: string }>(
      `SELECT string_agg(r, E'\\n' ORDER BY r) AS all FROM (
         SELECT (to_jsonb(t) - 'canonical_id')::text AS r FROM customers t WHERE id = ANY($1)
         UNION ALL SELECT t::text FROM identities t WHERE customer_id = ANY($1)
         UNION ALL SELECT t::text FROM conversations t WHERE customer_id = ANY($1)
         ${hanging.map((table) => `UNION ALL SELECT t::text FROM ${table} t WHERE customer_id = ANY($1)`).join(' ')}
         UNION ALL SELECT t::text FROM merge_suggestions t WHERE customer_id = ANY($1)
         UNION ALL SELECT t::text FROM match_keys t WHERE customer_id = ANY($1)) x`,
      [world.ids],
    ),
  );
  return rows[0]?.all ?? '';
}

it('property: un-merged, every row is what it would be had nobody been merged', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const worlds = [await openWorld(merging), await openWorld(plain)] as const;
      for (const one of steps) {
        const before = one.kind === 'merge' || one.kind === 'undo' ? await bytes(worlds[0]) : null;
        await both(worlds, one);
        // A merge or its undoing touches no row but the merge's own and the pointer to the root.
        if (before !== null) expect(await bytes(worlds[0])).toBe(before);
      }
      while (worlds[0].standing.length > 0) await undo(worlds[0], { kind: 'undo', a: 0, b: steps.length });
      expect(await picture(worlds[0])).toEqual(await picture(worlds[1]));
    }),
    {
      numRuns: Number(process.env.UNMERGE_RUNS ?? 30),
      // Found by hand: to prefer one address of a group took the mark off those of the others.
      examples: [
        [
          [
            { kind: 'address', a: 1, b: 0 },
            { kind: 'merge', a: 0, b: 1 },
            { kind: 'address', a: 0, b: 2 },
          ],
        ],
        // Found by chance: labels said again in another order were written again.
        [
          [
            { kind: 'label', a: 0, b: 105 },
            { kind: 'merge', a: 509, b: 0 },
            { kind: 'label', a: 0, b: 29 },
          ],
        ],
      ],
    },
  );
});
