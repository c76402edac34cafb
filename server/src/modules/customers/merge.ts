import type { MergeChoices } from '@meada/contract/routes/customers';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict, found, refused } from '../../kernel/errors.ts';
import { rootsOf } from './rules.ts';
import { isChoosable, loadGroups, standingMember } from './standing.ts';

export type MergeInput = {
  fromId: string;
  intoId: string;
  reason: string;
  evidence?: Record<string, unknown>;
  /** Field → the record whose word counts from now on (see `resolveChoices`). */
  choices?: MergeChoices;
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
  await refuseErased(ctx, [from, into]);
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
      choices: JSON.stringify(input.choices ?? {}),
      actor_kind: ctx.actor.kind,
      actor_id: ctx.actor.id,
      at: ctx.clock.now(),
    })
    .execute();
  await ctx.db
    .updateTable('customers')
    .set({ canonical_id: into })
    .where('canonical_id', '=', from)
    .execute();
  ctx.emit({ name: 'customer.merged', facts: { customerId: into, otherId: from, mergeId } });
  ctx.audit({ action: 'customer.merged', subject: { kind: 'customer', id: into }, facts: { from, mergeId } });
  return into;
}

/** Who was erased is nobody: to merge somebody with them would hang a history on an empty record. */
async function refuseErased(ctx: Ctx, ids: string[]): Promise<void> {
  const erased = await ctx.db
    .selectFrom('customers')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', ids)
    .where('erased_at', 'is not', null)
    .executeTakeFirst();
  if (erased) throw conflict('This customer was erased.');
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

/**
 * The records behind choices of sides: a side may itself be a group, whose word comes from one of its records. Fields that
 * cannot be chosen, and sides that say nothing, are left out. The locks of the roots must be held. Throws `refused`.
 */
export async function resolveChoices(
  ctx: Ctx,
  sides: readonly string[],
  choices: MergeChoices,
): Promise<MergeChoices> {
  if (Object.keys(choices).length === 0) return {};
  const groups = await loadGroups(ctx, sides);
  const roots = await rootsNow(ctx, [...new Set(Object.values(choices))]);
  const resolved: MergeChoices = {};
  for (const [field, id] of Object.entries(choices)) {
    const group = groups.get(roots.get(id) ?? '');
    if (!group) throw refused('This record is not one of those that are merged.', 'body.choices');
    const member = isChoosable(field) ? standingMember(group, field) : null;
    if (member) resolved[field] = member.id;
  }
  return resolved;
}

/** Fields were written anew on a root: choices of its merges count no more for them; what was chosen stays remembered. */
export async function overrule(ctx: Ctx, rootId: string, fields: readonly string[]): Promise<void> {
  await sql`
    UPDATE customer_merges SET overruled = ARRAY(SELECT DISTINCT f FROM unnest(overruled || ${fields}::text[]) f ORDER BY f)
    WHERE org_id = ${ctx.orgId} AND into_id = ${rootId} AND undone_at IS NULL
      AND choices ?| ${fields}::text[]`.execute(ctx.db);
}
