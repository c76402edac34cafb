import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import { lockSeen } from '../store.ts';
import { findSeenMessage } from '../visibility.ts';

/** The dispatch of a message the actor sees that waits to be pasted, locked with its conversation. 409 for any other. */
export async function lockWaiting(
  ctx: Ctx,
  messageId: string,
): Promise<{ id: string; legId: string; conversationId: string }> {
  const { conversationId } = await findSeenMessage(ctx, messageId);
  await lockSeen(ctx, conversationId);
  const dispatch = found(
    await ctx.db
      .selectFrom('dispatches')
      .select(['id', 'state', 'leg_id'])
      .where('org_id', '=', ctx.orgId)
      .where('message_id', '=', messageId)
      .forUpdate()
      .executeTakeFirst(),
    'message on its way',
  );
  if (dispatch.state !== 'by_hand') throw conflict('This message does not wait to be published by hand.');
  return { id: dispatch.id, legId: dispatch.leg_id, conversationId };
}
