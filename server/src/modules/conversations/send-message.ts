import type { Message } from '@meada/contract/routes/conversations';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { keepMentions } from './mentions/keep.ts';
import { resolveMentions } from './mentions/resolve.ts';
import { checkSend, type SendBody } from './sending/check.ts';
import { messageById, post, sentBefore } from './sending/post.ts';
import { checkUnanswered } from './sending/unanswered.ts';
import { lockSeen } from './store.ts';

export type SendInput = SendBody & { conversationId: string };

/**
 * Sends a message on a leg (or opens one to another address of the customer), or writes an internal note. The same
 * clientId answers the same message, however many copies come at once: they wait for the conversation's lock.
 */
export async function sendMessage(ctx: Ctx, input: SendInput): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const conversation = await lockSeen(ctx, input.conversationId);
  const before = await sentBefore(ctx, conversation.id, input.clientId);
  if (before) return before;
  await checkUnanswered(ctx, conversation, input);
  const named = await resolveMentions(ctx, conversation, input);
  const checked = await checkSend(ctx, conversation, { input, at: ctx.clock.now() });
  const { clientId, subject } = input;
  const messageId = await post(ctx, conversation, { clientId, subject, ...checked });
  if (named) await keepMentions(ctx, conversation, { messageId, resolved: named });
  return messageById(ctx, messageId);
}
