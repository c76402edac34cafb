import type { Message } from '@meada/contract/routes/conversations';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { messageById } from '../sending/post.ts';
import { tellStanding } from './settle.ts';
import { lockWaiting } from './waiting-by-hand.ts';

/** An answer that waits to be pasted will not be: it counts as not sent, and can be taken up again. 409 for any other. */
export async function discardByHand(ctx: Ctx, input: { messageId: string }): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const { id, legId, conversationId } = await lockWaiting(ctx, input.messageId);
  await ctx.db
    .updateTable('dispatches')
    .set({
      state: 'failed',
      error_code: 'discarded',
      error_text: 'Somebody decided not to publish it.',
      updated_at: ctx.clock.now(),
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  await tellStanding(ctx, legId);
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
