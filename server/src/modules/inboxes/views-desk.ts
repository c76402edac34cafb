import type { CannedReply, InboxRef, Label } from '@meada/contract/routes/inboxes';
import type { Ctx } from '../../kernel/ctx.ts';

/** Small lists everybody in the desk needs. */

export async function inboxRefs(ctx: Ctx): Promise<InboxRef[]> {
  const rows = await ctx.db
    .selectFrom('inboxes')
    .select(['id', 'channel', 'name', 'address', 'brand_id as brandId', 'active'])
    .where('org_id', '=', ctx.orgId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.filter((row) => ctx.ports.channels.has(row.channel));
}

export const brandsOf = (ctx: Ctx): Promise<{ id: string; name: string; voice: string }[]> =>
  ctx.db
    .selectFrom('brands')
    .select(['id', 'name', 'voice'])
    .where('org_id', '=', ctx.orgId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

export const cannedReplies = (ctx: Ctx): Promise<CannedReply[]> =>
  ctx.db
    .selectFrom('canned_replies')
    .select(['id', 'shortcut', 'title', 'text'])
    .where('org_id', '=', ctx.orgId)
    .orderBy('shortcut')
    .execute();

export const labelsOf = (ctx: Ctx): Promise<Label[]> =>
  ctx.db
    .selectFrom('labels')
    .select(['id', 'name', 'colour'])
    .where('org_id', '=', ctx.orgId)
    .orderBy('name')
    .execute();
