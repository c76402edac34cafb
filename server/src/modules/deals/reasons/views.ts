import type { DealReason } from '@meada/contract/routes/deal-reasons';
import type { Ctx } from '../../../kernel/ctx.ts';

/** Reasons in their order, archived ones last. */
export async function reasonsOf(ctx: Ctx): Promise<DealReason[]> {
  const rows = await ctx.db
    .selectFrom('deal_reasons')
    .select(['id', 'outcome', 'name', 'archived_at'])
    .where('org_id', '=', ctx.orgId)
    .orderBy((part) => part('archived_at', 'is not', null))
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(({ id, outcome, name, archived_at }) => ({
    id,
    outcome: outcome as DealReason['outcome'],
    name,
    archived: archived_at !== null,
  }));
}
