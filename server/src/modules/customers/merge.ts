import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict, found } from '../../kernel/errors.ts';
import { rootsOf } from './rules.ts';

export type MergeInput = {
  fromId: string;
  intoId: string;
  reason: string;
  evidence?: Record<string, unknown>;
};

/**
 * Merges one customer into another: writes the merge and moves `canonical_id` of the whole group. Nothing else is
 * touched: conversations, identities and the rest keep their original owner, so `unmerge` is exact. Both sides are
 * taken to their roots first; answers the root, also when they already are one.
 */
export async function mergeInto(ctx: Ctx, input: MergeInput): Promise<string> {
  const roots = await lockRoots(ctx, [input.fromId, input.intoId]);
  const from = found(roots.get(input.fromId), 'customer');
  const into = found(roots.get(input.intoId), 'customer');
  if (from === into) return into;
  const mergeId = ctx.ids.uuid();
  await ctx.db
    .insertInto('customer_merges')
    .values({
      org_id: ctx.orgId,
      id: mergeId,
      from_id: from,
      into_id: into,
      reason: input.reason,
      evidence: JSON.stringify(input.evidence ?? {}),
      actor_kind: ctx.actor.kind,
      actor_id: ctx.actor.id,
    })
    .execute();
  await ctx.db
    .updateTable('customers')
    .set({ canonical_id: into })
    .where('canonical_id', '=', from)
    .execute();
  await settleBetween(ctx, from, into);
  ctx.emit({ name: 'customer.merged', facts: { customerId: into, otherId: from, mergeId } });
  ctx.audit({ action: 'customer.merged', subject: { kind: 'customer', id: into }, facts: { from, mergeId } });
  return into;
}

/** Undoes one merge: every member of the group goes back to the root it has without it. */
export async function unmerge(
  ctx: Ctx,
  input: { mergeId: string },
): Promise<{ fromId: string; intoId: string }> {
  const merge = found(
    await ctx.db
      .selectFrom('customer_merges')
      .select(['id', 'from_id', 'into_id', 'undone_at'])
      .where('id', '=', input.mergeId)
      .forUpdate()
      .executeTakeFirst(),
    'merge',
  );
  if (merge.undone_at) throw conflict('This merge was undone already.');
  const root = found((await lockRoots(ctx, [merge.into_id])).get(merge.into_id), 'customer');
  await ctx.db
    .updateTable('customer_merges')
    .set({ undone_at: ctx.clock.now(), undone_by: ctx.actor.id })
    .where('id', '=', merge.id)
    .execute();
  await regroup(ctx, root);
  ctx.emit({
    name: 'customer.unmerged',
    facts: { customerId: merge.into_id, otherId: merge.from_id, mergeId: merge.id },
  });
  ctx.audit({
    action: 'customer.unmerged',
    subject: { kind: 'customer', id: merge.into_id },
    facts: { from: merge.from_id, mergeId: merge.id },
  });
  return { fromId: merge.from_id, intoId: merge.into_id };
}

/**
 * Roots of the given customers with the root rows locked in id order: two merges of the same people wait for each
 * other and never make a circle.
 */
async function lockRoots(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  for (let attempt = 0; ; attempt += 1) {
    const before = await rootsNow(ctx, ids);
    const roots = [...new Set(before.values())].sort();
    if (roots.length === 0) return before;
    const locked = await ctx.db
      .selectFrom('customers')
      .select(['id', 'canonical_id'])
      .where('id', 'in', roots)
      .orderBy('id')
      // Not FOR UPDATE: rows that point at a customer may be written meanwhile.
      .forNoKeyUpdate()
      .execute();
    const again = await rootsNow(ctx, ids);
    const still = ids.every((id) => again.get(id) === before.get(id));
    if (still && locked.every((row) => row.id === row.canonical_id)) return again;
    if (attempt > 5) throw conflict('These customers are being merged by somebody else; try again.');
  }
}

async function rootsNow(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  const rows = await ctx.db
    .selectFrom('customers')
    .select(['id', 'canonical_id'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row.canonical_id]));
}

/** Computes `canonical_id` of a whole group anew from the merges that stand. */
async function regroup(ctx: Ctx, root: string): Promise<void> {
  const members = await ctx.db
    .selectFrom('customers')
    .select('id')
    .where('canonical_id', '=', root)
    .execute();
  const ids = members.map((member) => member.id);
  const edges = await ctx.db
    .selectFrom('customer_merges')
    .select(['from_id as from', 'into_id as into'])
    .where('undone_at', 'is', null)
    .where('from_id', 'in', ids)
    .execute();
  const roots = rootsOf(ids, edges);
  await ctx.client.query(
    `UPDATE customers SET canonical_id = r.root
     FROM unnest($1::uuid[], $2::uuid[]) AS r(id, root)
     WHERE customers.id = r.id AND customers.canonical_id <> r.root`,
    [ids, ids.map((id) => roots.get(id))],
  );
}

/** Suggestions between the two are settled by the merge. */
async function settleBetween(ctx: Ctx, a: string, b: string): Promise<void> {
  const group = sql<string>`(SELECT id FROM customers WHERE canonical_id IN (${a}, ${b}))`;
  await ctx.db
    .updateTable('merge_suggestions')
    .set({ settled_at: ctx.clock.now(), accepted: true, settled_by: ctx.actor.id })
    .where('settled_at', 'is', null)
    .where(sql<boolean>`customer_id IN ${group} AND other_id IN ${group}`)
    .execute();
}
