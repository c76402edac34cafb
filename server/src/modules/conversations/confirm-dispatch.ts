import type { Message } from '@meada/contract/routes/conversations';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { handId, lockDispatch } from './dispatch/lock.ts';
import { settleAnswered } from './public/settle.ts';
import { messageById } from './sending/post.ts';

/**
 * A person has seen on the platform, or heard from the customer, that a message of unknown fate did arrive: it counts as
 * sent, and what the platform says later still stands over that. 409 for any other message.
 */
export async function confirmDispatch(ctx: Ctx, input: { messageId: string }): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const { messageId } = input;
  const { id, state, legId, conversationId } = await lockDispatch(ctx, messageId);
  if (state !== 'unknown') throw conflict('Of this message it is known what came of it.');
  await ctx.db
    .updateTable('dispatches')
    .set({
      ...{ state: 'sent', external_id: handId(messageId), error_code: null, error_text: null },
      updated_at: ctx.clock.now(),
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  await settleAnswered(ctx, [legId]);
  ctx.emit({ name: 'message.changed', facts: { conversationId, messageId, what: 'dispatch' } });
  ctx.audit({
    action: 'message.confirmed',
    subject: { kind: 'message', id: messageId },
    facts: { conversationId },
  });
  return messageById(ctx, messageId);
}
