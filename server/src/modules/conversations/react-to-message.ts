import type { Message } from '@meada/contract/routes/conversations';
import { actorKey, permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { applyReaction } from './amending/apply.ts';
import { lockMessage } from './amending/load.ts';
import { queueAmendment } from './amending/queue.ts';
import { checkReaction } from './amending/rules.ts';
import { messageById } from './sending/post.ts';

/**
 * Puts a reaction on a customer's message by asking the platform, or on a note at once; null takes it back. Throws
 * `not_found`, `conflict`, `channel_cannot`.
 */
export async function reactToMessage(
  ctx: Ctx,
  input: { messageId: string; emoji: string | null },
): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const message = await lockMessage(ctx, input.messageId);
  const emoji = checkReaction(message, input.emoji, ctx.clock.now());
  const target = {
    messageId: message.id,
    conversationId: message.conversationId,
    author: actorKey(ctx.actor),
  };
  if (message.internal) await applyReaction(ctx, target, { emoji, shared: false });
  else await queueAmendment(ctx, message, { kind: 'reaction', emoji });
  return messageById(ctx, message.id);
}
