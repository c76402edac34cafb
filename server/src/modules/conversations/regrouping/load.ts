import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found, notFound, refused } from '../../../kernel/errors.ts';
import { type LockedConversation, lockSeen } from '../store.ts';
import type { Head } from './rules.ts';

/** Locks the two conversations in id order: two regroupings of the same pair wait for each other. */
export async function lockPair(
  ctx: Ctx,
  fromId: string,
  intoId: string,
): Promise<{ from: LockedConversation; into: LockedConversation }> {
  if (fromId === intoId) throw refused('A conversation cannot go into itself.', 'body.intoId');
  const [first, second] = fromId < intoId ? [fromId, intoId] : [intoId, fromId];
  const locked = [await lockSeen(ctx, first), await lockSeen(ctx, second)];
  return {
    from: found(
      locked.find((one) => one.id === fromId),
      'conversation',
    ),
    into: found(
      locked.find((one) => one.id === intoId),
      'conversation',
    ),
  };
}

/** The whole row of a locked conversation as JSON: what a change is measured and undone by. */
export async function headOf(ctx: Ctx, id: string): Promise<Head> {
  const result = await sql<{ head: Head }>`
    SELECT to_jsonb(c) AS head FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ${id}`.execute(
    ctx.db,
  );
  return found(result.rows[0], 'conversation').head;
}

/** Markers are the trace of what went before; they stay where they are. */
export const isMarker = sql<boolean>`(m.author_kind = 'system' AND m.content->>'code' IN ('message_moved', 'message_returned'))`;

export type Chosen = { id: string; seq: number; foreign: boolean; customer_id: string | null };

/**
 * The chosen messages of a locked conversation, all but markers when no ids are given. `foreign`: neither of the customer
 * `canonicalId` nor of somebody who takes part in `intoId` (null: nobody yet). A note is nobody's and goes anywhere.
 */
export async function chosenMessages(
  ctx: Ctx,
  from: LockedConversation,
  to: { messageIds: readonly string[] | null; intoId: string | null; canonicalId: string },
): Promise<Chosen[]> {
  const some = to.messageIds ? sql`AND m.id = ANY(${[...new Set(to.messageIds)]}::uuid[])` : sql``;
  const result = await sql<Chosen>`
    SELECT m.id, m.seq, i.customer_id,
      i.id IS NOT NULL AND o.canonical_id <> ${to.canonicalId} AND NOT EXISTS (
        SELECT FROM participants p JOIN identities x ON x.org_id = p.org_id AND x.id = p.identity_id
        JOIN customers y ON y.org_id = x.org_id AND y.id = x.customer_id
        WHERE p.org_id = m.org_id AND p.conversation_id = ${to.intoId} AND y.canonical_id = o.canonical_id) AS "foreign"
    FROM messages m
    LEFT JOIN legs l ON l.org_id = m.org_id AND l.id = m.leg_id
    LEFT JOIN identities i ON i.org_id = m.org_id
      AND i.id = CASE WHEN m.author_kind = 'customer' THEN m.author_id ELSE l.identity_id END
    LEFT JOIN customers o ON o.org_id = i.org_id AND o.id = i.customer_id
    WHERE m.org_id = ${ctx.orgId} AND m.conversation_id = ${from.id} AND NOT ${isMarker} ${some}
    ORDER BY m.seq`.execute(ctx.db);
  if (to.messageIds && result.rows.length !== new Set(to.messageIds).size) throw notFound('message');
  return result.rows;
}

/** What one customer wrote is never put before another: their addresses would read on. */
export function refuseForeign(messages: readonly Chosen[]): void {
  if (messages.some((message) => message.foreign))
    throw refused(
      'Messages of another customer cannot go there. If the two are one person, merge the customers first.',
      'body.intoId',
    );
}
