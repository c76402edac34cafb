import type { Message } from '@meada/contract/routes/conversations';
import { actorKey, permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { applyEdit } from './amending/apply.ts';
import { lockMessage } from './amending/load.ts';
import { queueAmendment } from './amending/queue.ts';
import { checkEdit } from './amending/rules.ts';
import { moveMentions } from './mentions/keep.ts';
import { messageById } from './sending/post.ts';

/**
 * Changes the words of an own message: of a note at once, of what the customer has read by asking the platform. What it
 * said before is kept. Throws `not_found`, `refused`, `conflict`, `channel_cannot`.
 */
export async function editMessage(ctx: Ctx, input: { messageId: string; text: string }): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const message = await lockMessage(ctx, input.messageId);
  const content = checkEdit(message, input.text, ctx.clock.now());
  const { id: messageId, conversationId, internal } = message;
  if ('text' in message.content && message.content.text === input.text) return messageById(ctx, messageId);
  if (internal) {
    const before = 'text' in message.content ? (message.content.text ?? '') : '';
    await applyEdit(ctx, { messageId, conversationId, author: actorKey(ctx.actor) }, content);
    await moveMentions(ctx, messageId, { before, after: input.text });
  } else await queueAmendment(ctx, message, { kind: 'edit', content });
  ctx.audit({ action: 'message.edited', subject: { kind: 'message', id: messageId }, facts: { internal } });
  return messageById(ctx, messageId);
}
