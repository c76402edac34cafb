import type { Message } from '@meada/contract/routes/conversations';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import { messageById } from '../sending/post.ts';
import { lockSeen } from '../store.ts';
import { findSeenMessage } from '../visibility.ts';
import { tellStanding } from './settle.ts';

/** An answer that waits to be pasted will not be: it counts as not sent, and can be taken up again. 409 for any other. */
export async function discardByHand(ctx: Ctx, input: { messageId: string }): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const { conversationId } = await findSeenMessage(ctx, input.messageId);
  await lockSeen(ctx, conversationId);
  const dispatch = found(
    await ctx.db
      .selectFrom('dispatches')
      .select(['id', 'state', 'leg_id'])
      .where('org_id', '=', ctx.orgId)
      .where('message_id', '=', input.messageId)
      .forUpdate()
      .executeTakeFirst(),
    'message on its way',
  );
  if (dispatch.state !== 'by_hand') throw conflict('This message does not wait to be published by hand.');
  await ctx.db
    .updateTable('dispatches')
    .set({
      state: 'failed',
      error_code: 'discarded',
      error_text: 'Somebody decided not to publish it.',
      updated_at: ctx.clock.now(),
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', dispatch.id)
    .execute();
  await tellStanding(ctx, dispatch.leg_id);
  ctx.emit({
    name: 'message.changed',
    facts: { conversationId, messageId: input.messageId, what: 'dispatch' },
  });
  ctx.audit({
    action: 'message.discarded',
    subject: { kind: 'message', id: input.messageId },
    facts: { conversationId },
  });
  return messageById(ctx, input.messageId);
}
