import type { Message } from '@meada/contract/routes/conversations';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { conflict, found } from '../../kernel/errors.ts';
import { checkOptOutOfLeg } from './opt-out/check.ts';
import { messageById } from './sending/post.ts';
import { findSeenMessage } from './visibility.ts';

/** Sends a failed message again, or knowingly one whose fate is unknown. Any other is a conflict. */
export async function retryDispatch(ctx: Ctx, input: { messageId: string }): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const { conversationId } = await findSeenMessage(ctx, input.messageId);
  const now = ctx.clock.now();
  const dispatch = found(
    await ctx.db
      .selectFrom('dispatches')
      .select(['id', 'state', 'inbox_id', 'leg_id'])
      .where('org_id', '=', ctx.orgId)
      .where('message_id', '=', input.messageId)
      .forUpdate()
      .executeTakeFirst(),
    'message on its way',
  );
  if (dispatch.state !== 'failed' && dispatch.state !== 'unknown')
    throw conflict('Only a message that failed, or whose fate is unknown, is sent again.');
  await checkOptOutOfLeg(ctx, dispatch.leg_id);
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
    facts: { conversationId, dispatchId: dispatch.id, inboxId: dispatch.inbox_id },
  });
  ctx.audit({
    action: 'message.retried',
    subject: { kind: 'message', id: input.messageId },
    facts: { was: dispatch.state },
  });
  ctx.afterCommit(() => ctx.bus.wake('dispatch'));
  return messageById(ctx, input.messageId);
}
