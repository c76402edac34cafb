import { type ConversationScope, seesConversation } from '@meada/contract/permissions';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, may } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { viewerOf } from '../people/index.ts';

/**
 * Who sees a conversation, in SQL. The one rule stands in the contract (`seesConversation`); these are its other form,
 * and a property test holds the two together. Every read of conversations goes through one of them.
 */

/** The rule as disjoint stretches, each of which can be read along an index. `[]` = nothing is seen. */
export function seenParts(actor: Actor): RawBuilder<SqlBool>[] {
  const { personId, visibility, teamIds } = viewerOf(actor);
  if (visibility === 'all') return [sql<SqlBool>`true`];
  const own = personId === null ? [] : [sql<SqlBool>`c.assignee_id = ${personId}::uuid`];
  if (visibility === 'assigned') return letIn(own, personId);
  const notOwn =
    personId === null ? sql`` : sql`AND (c.assignee_id IS NULL OR c.assignee_id <> ${personId}::uuid)`;
  const parts = [
    ...own,
    sql<SqlBool>`c.assignee_id IS NULL AND c.team_id IS NULL`,
    ...[...new Set(teamIds)].map((teamId) => sql<SqlBool>`c.team_id = ${teamId}::uuid ${notOwn}`),
  ];
  return letIn(parts, personId);
}

/** Beside what the person sees anyway: what they are asked to take over, and what they follow. */
function letIn(anyway: readonly RawBuilder<SqlBool>[], personId: string | null): RawBuilder<SqlBool>[] {
  if (personId === null) return [...anyway];
  const asked = sql<SqlBool>`c.guest_id = ${personId}::uuid AND ${anyOf(anyway)} IS NOT TRUE`;
  const parts = [...anyway, asked];
  return [...parts, ...followed(parts, personId)];
}

const anyOf = (parts: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.join(
    parts.map((part) => sql`(${part})`),
    sql` OR `,
  )})`;

/** Followed conversations read for a list are at most this many; they are few. */
const followedAtMost = 2000;

/** What the person follows and does not see anyway. */
function followed(parts: readonly RawBuilder<SqlBool>[], personId: string | null): RawBuilder<SqlBool>[] {
  if (personId === null) return [];
  return [
    // As an array: the planner then goes from the few that are followed, and not through an inbox to meet them.
    sql<SqlBool>`c.id = ANY (ARRAY(SELECT f.id FROM meada_followed(${personId}::uuid, ${sql.lit(followedAtMost)}) AS f(id)))
      AND ${parts.length === 0 ? sql`true` : sql`${anyOf(parts)} IS NOT TRUE`}`,
  ];
}

/** The rule as one condition on a row of `conversations` named `c`. */
export function seenBy(actor: Actor): RawBuilder<SqlBool> {
  const parts = seenParts(actor);
  return parts.length === 0 ? sql<SqlBool>`false` : anyOf(parts);
}

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

/** A conversation the actor sees, or 404: a foreign one, a hidden one and none at all are answered alike. */
export async function findSeen(ctx: Ctx, id: string): Promise<SeenConversation> {
  const result = await sql<SeenConversation>`
    SELECT c.id, c.customer_id AS "customerId", c.assignee_id AS "assigneeId", c.team_id AS "teamId",
      c.last_seq AS "lastSeq", c.subject, c.status
    FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ${id} AND ${seenBy(ctx.actor)}`.execute(
    ctx.db,
  );
  return found(result.rows[0], 'conversation');
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
