import type { ResponseOf } from '@meada/contract/route';
import type { listAwayReasons as route } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';

/** Reasons of being away in the firm's order, and those no longer offered. */
export async function listAwayReasons(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.read');
  const rows = await ctx.db
    .selectFrom('away_reasons')
    .select(['id', 'name', 'archived_at'])
    .where('org_id', '=', ctx.orgId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const shown = (archived: boolean) =>
    rows.filter((row) => (row.archived_at !== null) === archived).map(({ id, name }) => ({ id, name }));
  return { items: shown(false), old: shown(true) };
}
