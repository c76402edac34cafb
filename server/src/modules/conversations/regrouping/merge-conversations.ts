import type { ConversationItem } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { answerItem } from '../answer.ts';
import { carryScheduled } from '../scheduling/carry.ts';
import { insertNote, type LockedConversation, updateConversation } from '../store.ts';
import { headFromMessages } from './head.ts';
import { type Begun, beginRegrouping, completeRegrouping, keepRead } from './keep.ts';
import { chosenMessages, lockPair } from './load.ts';
import { protocolsOf } from './protocols.ts';
import { relocate } from './relocate.ts';
import { higherPriority, union } from './rules.ts';

export type Regrouped = { regroupingId: string; conversation: ConversationItem };

/**
 * Merges a conversation into another of the same customer. All its messages go; it stays as a resolved shell whose
 * protocol number, reply addresses and links lead to where the matter goes on.
 */
export async function mergeConversations(
  ctx: Ctx,
  input: { conversationId: string; intoId: string },
): Promise<Regrouped> {
  permit(ctx.actor, 'conversations.reply');
  const { from, into } = await lockPair(ctx, input.conversationId, input.intoId);
  if (from.canonical_id !== into.canonical_id)
    throw refused(
      'These conversations are of different customers. If the two are one person, merge the customers first.',
      'body.intoId',
    );
  const protocols = await protocolsOf(ctx, from.id, into.id);
  const begun = await beginRegrouping(ctx, { kind: 'merge', fromId: from.id, intoId: into.id });
  const messages = await chosenMessages(ctx, from, {
    messageIds: null,
    intoId: into.id,
    canonicalId: into.canonical_id,
  });
  await insertNote(ctx, into, {
    code: 'merged_in',
    values: { protocol: protocols.from, count: messages.length },
  });
  await relocate(ctx, {
    regroupingId: begun.id,
    at: begun.at,
    from,
    into,
    messageIds: messages.map((message) => message.id),
    protocols,
  });
  await carryOffers(ctx, begun, into.last_seq);
  await settleLeft(ctx, begun);
  await updateConversation(ctx, into, await mergedHead(ctx, from, into));
  await ctx.db
    .updateTable('conversations')
    .set({
      merged_into_id: into.id,
      status: 'resolved',
      resolved_at: ctx.clock.now(),
      waiting_since: null,
      snoozed_until: null,
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', from.id)
    .execute();
  await keepRead(ctx, begun, into.last_seq);
  await completeRegrouping(ctx, begun);
  return { regroupingId: begun.id, conversation: await answerItem(ctx, into.id) };
}

/** The one that stays keeps its own word; what it lacks it takes over, and nobody who waits is forgotten. */
async function mergedHead(ctx: Ctx, from: LockedConversation, into: LockedConversation) {
  const { waiting_since, ...head } = await headFromMessages(ctx, into.id);
  const reopened = into.status === 'resolved' && from.status !== 'resolved';
  const waits = [from, into].filter((one) => one.status !== 'resolved' && one.waiting_since !== null);
  return {
    ...head,
    // Whose turn it is was decided where the messages came in; the longer wait of the two is waited on.
    waiting_since: waits.length === 0 ? null : (earliest(waits) ?? waiting_since),
    ...(reopened ? { status: 'open' as const, resolved_at: null } : {}),
    assignee_id: into.assignee_id ?? from.assignee_id,
    team_id: into.team_id ?? from.team_id,
    priority: higherPriority(into.priority, from.priority),
    label_ids: union(into.label_ids, from.label_ids),
    follower_ids: union(into.follower_ids, from.follower_ids),
  };
}

const earliest = (conversations: readonly LockedConversation[]): Date | null =>
  conversations
    .flatMap((one) => one.waiting_since ?? [])
    .sort((a, b) => a.getTime() - b.getTime())
    .at(0) ?? null;

/** Links and codes that stand, and words begun but not sent, lead where the matter goes on. */
async function carryOffers(ctx: Ctx, { id, fromId, intoId }: Begun, knownSeq: number): Promise<void> {
  await carryScheduled(ctx, { regroupingId: id, fromId, intoId, knownSeq });
  await sql`UPDATE switch_offers SET conversation_id = ${intoId}
    WHERE org_id = ${ctx.orgId} AND conversation_id = ${fromId} AND used_at IS NULL`.execute(ctx.db);
  await sql`UPDATE drafts d SET conversation_id = ${intoId}, leg_id = NULL
    WHERE d.org_id = ${ctx.orgId} AND d.conversation_id = ${fromId} AND NOT EXISTS (
      SELECT FROM drafts o WHERE o.org_id = d.org_id AND o.conversation_id = ${intoId} AND o.person_id = d.person_id)`.execute(
    ctx.db,
  );
}

/** A duty or callback that could not go because the other side has the same one is settled with it. */
async function settleLeft(ctx: Ctx, { id, fromId }: Begun): Promise<void> {
  for (const table of ['public_duties', 'callbacks'])
    await sql`UPDATE ${sql.table(table)} SET settled_at = ${ctx.clock.now()}, settled_by = ${`regrouping:${id}`}
      WHERE org_id = ${ctx.orgId} AND conversation_id = ${fromId} AND settled_at IS NULL`.execute(ctx.db);
}
