import type { Message } from '@meada/contract/routes/conversations';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { lockMessage } from './amending/load.ts';
import { queueAmendment } from './amending/queue.ts';
import { checkHiding } from './amending/rules.ts';
import { messageById } from './sending/post.ts';

/**
 * Hides what a customer said in public from everybody else, or shows it again, by asking the platform; the author still
 * sees it there, and we do here. Who did it stands in the audit trail. Throws `not_found`, `conflict`, `channel_cannot`.
 */
export async function hideMessage(
  ctx: Ctx,
  { messageId, hidden }: { messageId: string; hidden: boolean },
): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const message = await lockMessage(ctx, messageId);
  if (checkHiding(message, hidden)) {
    await queueAmendment(ctx, message, { kind: 'hiding', hidden });
    const subject = { kind: 'message', id: messageId };
    ctx.audit({ action: hidden ? 'message.hidden' : 'message.shown', subject, facts: {} });
  }
  return messageById(ctx, messageId);
}
