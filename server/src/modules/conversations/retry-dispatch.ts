import type { Message } from '@meada/contract/routes/conversations';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { lockDispatch } from './dispatch/lock.ts';
import { checkOptOutOfLeg } from './opt-out/check.ts';
import { messageById } from './sending/post.ts';

/** Sends a failed message again, or knowingly one whose fate is unknown. Any other is a conflict. */
export async function retryDispatch(ctx: Ctx, input: { messageId: string }): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const dispatch = await lockDispatch(ctx, input.messageId);
  const { conversationId } = dispatch;
  const now = ctx.clock.now();
  if (dispatch.state !== 'failed' && dispatch.state !== 'unknown')
    throw conflict('Only a message that failed, or whose fate is unknown, is sent again.');
  await checkOptOutOfLeg(ctx, dispatch.legId);
  await ctx.db
    .updateTable('dispatches')
    .set({
      state: 'queued',
      attempts: 0,
      next_at: now,
      error_code: null,
      error_text: null,
      updated_at: now,
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', dispatch.id)
    .execute();
  ctx.emit({
    name: 'message.changed',
    facts: { conversationId, messageId: input.messageId, what: 'dispatch' },
  });
  ctx.emit({
    name: 'dispatch.queued',
    facts: { conversationId, dispatchId: dispatch.id, inboxId: dispatch.inboxId },
  });
  ctx.audit({
    action: 'message.retried',
    subject: { kind: 'message', id: input.messageId },
    facts: { was: dispatch.state },
  });
  ctx.afterCommit(() => ctx.bus.wake('dispatch'));
  return messageById(ctx, input.messageId);
}
