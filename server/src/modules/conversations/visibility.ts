import { type ConversationScope, seesConversation } from '@meada/contract/permissions';
import { sql } from 'kysely';
import { type Actor, may } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { seenBy, seenParts, viewerOf } from '../people/index.ts';

export { seenBy, seenParts };

/** Whether an actor sees a conversation of this scope: for frames, where there is no query. */
export const sees = (actor: Actor, scope: ConversationScope): boolean =>
  (actor.kind === 'person' || actor.kind === 'key' || actor.kind === 'system') &&
  may(actor, 'conversations.read') &&
  seesConversation(viewerOf(actor), scope);

export type SeenConversation = {
  id: string;
  customerId: string;
  assigneeId: string | null;
  teamId: string | null;
  lastSeq: number;
  subject: string | null;
  status: string;
};

/**
 * A conversation the actor sees, or 404: a foreign one, a hidden one and none at all are answered alike. `what`: the thing in it
 * that was named, where that is not the conversation itself.
 */
export async function findSeen(ctx: Ctx, id: string, what = 'conversation'): Promise<SeenConversation> {
  const result = await sql<SeenConversation>`
    SELECT c.id, c.customer_id AS "customerId", c.assignee_id AS "assigneeId", c.team_id AS "teamId",
      c.last_seq AS "lastSeq", c.subject, c.status
    FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ${id} AND ${seenBy(ctx.actor)}`.execute(
    ctx.db,
  );
  return found(result.rows[0], what);
}

/** The conversation of a message the actor sees, or 404. */
export async function findSeenMessage(
  ctx: Ctx,
  messageId: string,
): Promise<{ id: string; conversationId: string }> {
  const result = await sql<{ id: string; conversationId: string }>`
    SELECT m.id, m.conversation_id AS "conversationId" FROM messages m
    JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
    WHERE m.org_id = ${ctx.orgId} AND m.id = ${messageId} AND ${seenBy(ctx.actor)}`.execute(ctx.db);
  return found(result.rows[0], 'message');
}
