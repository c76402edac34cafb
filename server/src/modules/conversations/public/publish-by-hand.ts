import type { Message } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { handId } from '../dispatch/lock.ts';
import { messageById } from '../sending/post.ts';
import { settleAnswered } from './settle.ts';
import { lockWaiting } from './waiting-by-hand.ts';

/**
 * A person says that an answer now stands on a site that takes none from programs, with the link if it has one of its
 * own: only then it is sent, and only then the duty is answered. 409 for any other message.
 */
export async function publishByHand(
  ctx: Ctx,
  input: { messageId: string; url?: string | undefined },
): Promise<Message> {
  permit(ctx.actor, 'conversations.reply');
  const { id, legId, conversationId } = await lockWaiting(ctx, input.messageId);
  await ctx.db
    .updateTable('dispatches')
    .set({ state: 'sent', external_id: handId(input.messageId), updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  if (input.url) await rememberLink(ctx, input.messageId, input.url);
  await settleAnswered(ctx, [legId]);
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
