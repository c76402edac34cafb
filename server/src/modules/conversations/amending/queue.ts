import type { Content } from '@meada/contract/content';
import { sql } from 'kysely';
import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { channelCannot } from '../sending/rules.ts';
import type { LoadedMessage } from './load.ts';

type Change =
  | { kind: 'edit'; content: Content }
  | { kind: 'deletion' }
  | { kind: 'reaction'; emoji: string | null }
  | { kind: 'hiding'; hidden: boolean };

/** Puts a change of a message on its way to the platform; the worker is woken after COMMIT. */
export async function queueAmendment(ctx: Ctx, message: LoadedMessage, change: Change): Promise<void> {
  const { id: messageId, conversationId, inboxId, legId } = message;
  if (!inboxId || !legId) throw channelCannot('The message came over no channel.', 'params.id');
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('amendments')
    .values({
      org_id: ctx.orgId,
      id: ctx.ids.uuid(),
      message_id: messageId,
      conversation_id: conversationId,
      inbox_id: inboxId,
      leg_id: legId,
      kind: change.kind,
      content: change.kind === 'edit' ? sql<string>`${JSON.stringify(change.content)}::jsonb` : null,
      emoji: change.kind === 'reaction' ? change.emoji : null,
      hidden: change.kind === 'hiding' ? change.hidden : null,
      author: actorKey(ctx.actor),
      next_at: now,
      created_at: now,
      updated_at: now,
    })
    .execute();
  ctx.emit({ name: 'message.changed', facts: { conversationId, messageId, what: 'amendment' } });
  ctx.afterCommit(() => ctx.bus.wake('amendments'));
}
