import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { lockSeen } from '../store.ts';
import { findSeenMessage } from '../visibility.ts';

/** The dispatch of a message the actor sees, locked with its conversation. `not_found` for a message that is not on its way. */
export async function lockDispatch(ctx: Ctx, messageId: string) {
  const { conversationId } = await findSeenMessage(ctx, messageId);
  await lockSeen(ctx, conversationId);
  const row = await ctx.db
    .selectFrom('dispatches')
    .select(['id', 'state', 'inbox_id as inboxId', 'leg_id as legId'])
    .where('org_id', '=', ctx.orgId)
    .where('message_id', '=', messageId)
    .forUpdate()
    .executeTakeFirst();
  return { ...found(row, 'message on its way'), conversationId };
}

/** What a dispatch by hand is called, as no platform calls one: by it an echo that comes late is known. */
export const handId = (messageId: string): string => `hand:${messageId}`;
