import type { Message } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import { messageById } from '../sending/post.ts';
import { lockSeen } from '../store.ts';
import { findSeenMessage } from '../visibility.ts';
import { settleAnswered } from './settle.ts';

/**
 * A person says that an answer now stands on a site that takes none from programs, with the link if it has one of its
 * own: only then it is sent, and only then the duty is answered. 409 for any other message.
 */
export async function publishByHand(
  ctx: Ctx,
  input: { messageId: string; url?: string | undefined },
): Promise<Message> {
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
    .set({ state: 'sent', external_id: `hand:${input.messageId}`, updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', dispatch.id)
    .execute();
  if (input.url) await rememberLink(ctx, input.messageId, input.url);
  await settleAnswered(ctx, dispatch.leg_id);
  ctx.emit({
    name: 'message.changed',
    facts: { conversationId, messageId: input.messageId, what: 'dispatch' },
  });
  ctx.audit({
    action: 'message.published_by_hand',
    subject: { kind: 'message', id: input.messageId },
    facts: { conversationId },
  });
  return messageById(ctx, input.messageId);
}

async function rememberLink(ctx: Ctx, messageId: string, url: string): Promise<void> {
  await ctx.db
    .updateTable('messages')
    .set({ facts: sql`facts || ${JSON.stringify({ url })}::jsonb` })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', messageId)
    .execute();
}
