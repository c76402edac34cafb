import type { Message } from '@meada/contract/routes/conversations';
import { actorKey, permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { applyDeletion } from './amending/apply.ts';
import { lockMessage } from './amending/load.ts';
import { queueAmendment } from './amending/queue.ts';
import { checkDeletion } from './amending/rules.ts';
import { messageById } from './sending/post.ts';

/**
 * Takes an own message back: a note at once, what the customer has read by asking the platform. What it said is kept among
 * its versions. Throws `not_found`, `refused`, `conflict`, `channel_cannot`.
 */
export async function deleteMessage(ctx: Ctx, input: { messageId: string }): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const message = await lockMessage(ctx, input.messageId);
  checkDeletion(message, ctx.clock.now());
  const { id: messageId, conversationId, internal } = message;
  if (internal) await applyDeletion(ctx, { messageId, conversationId, author: actorKey(ctx.actor) });
  else await queueAmendment(ctx, message, { kind: 'deletion' });
  ctx.audit({ action: 'message.deleted', subject: { kind: 'message', id: messageId }, facts: { internal } });
  return messageById(ctx, messageId);
}
