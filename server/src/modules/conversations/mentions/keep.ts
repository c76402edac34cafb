import type { Mention } from '@meada/contract/mentions';
import type { Ctx } from '../../../kernel/ctx.ts';
import { emitChanged, type LockedConversation, updateConversation } from '../store.ts';
import type { Resolved } from './resolve.ts';
import { spansAfter } from './rules.ts';

/** Lets people see a locked conversation, as followers; in the trail, for it widens who reads it. */
export async function letIn(
  ctx: Ctx,
  conversation: LockedConversation,
  personIds: readonly string[],
): Promise<void> {
  const fresh = personIds.filter((id) => !conversation.follower_ids.includes(id));
  if (fresh.length === 0) return;
  conversation.follower_ids = [...conversation.follower_ids, ...fresh];
  await updateConversation(ctx, conversation, { follower_ids: conversation.follower_ids });
  emitChanged(ctx, conversation.id, ['followers']);
  ctx.audit({
    action: 'conversation.followersAdded',
    subject: { kind: 'conversation', id: conversation.id },
    facts: { personIds: fresh },
  });
}

/** Writes down whom a note names and tells them. */
export async function keepMentions(
  ctx: Ctx,
  conversation: LockedConversation,
  { messageId, resolved }: { messageId: string; resolved: Resolved },
): Promise<void> {
  const { spans, tellIds, letInIds } = resolved;
  await letIn(ctx, conversation, letInIds);
  await writeSpans(ctx, messageId, spans);
  if (tellIds.length === 0) return;
  const at = ctx.clock.now();
  await ctx.db
    .insertInto('mention_rings')
    .values(
      tellIds.map((personId) => ({ org_id: ctx.orgId, message_id: messageId, person_id: personId, at })),
    )
    .execute();
  ctx.emit({
    name: 'mention.changed',
    facts: { conversationId: conversation.id, messageId, personIds: tellIds, rings: true },
  });
}

async function writeSpans(ctx: Ctx, messageId: string, spans: readonly Mention[]): Promise<void> {
  if (spans.length === 0) return;
  await ctx.db
    .insertInto('mentions')
    .values(
      spans.map(({ personId, teamId, start, length }, position) => ({
        org_id: ctx.orgId,
        message_id: messageId,
        position,
        person_id: personId,
        team_id: teamId,
        starts_at: start,
        length,
      })),
    )
    .execute();
}

/** Moves the names of a note to where they stand after its words were changed. */
export async function moveMentions(
  ctx: Ctx,
  messageId: string,
  words: { before: string; after: string },
): Promise<void> {
  const rows = await ctx.db
    .deleteFrom('mentions')
    .where('org_id', '=', ctx.orgId)
    .where('message_id', '=', messageId)
    .returning(['person_id', 'team_id', 'starts_at', 'length'])
    .execute();
  const spans = rows.map((row) => ({
    personId: row.person_id,
    teamId: row.team_id,
    start: row.starts_at,
    length: row.length,
  }));
  await writeSpans(ctx, messageId, spansAfter(words.before, words.after, spans));
}
