import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { carryAnswers } from '../scheduling/carry.ts';
import type { LockedConversation } from '../store.ts';

/** The movement itself, in statements over sets: a conversation of any length goes in the same number of them. */

export type Movement = {
  regroupingId: string;
  at: Date;
  from: LockedConversation;
  into: LockedConversation;
  messageIds: readonly string[];
  /** Protocol numbers, for the traces. */
  protocols: { from: string; into: string };
};

/**
 * Puts messages at the end of another locked conversation, in their order, with all that hangs on them, and leaves a
 * marker under each old number. Counts `into.last_seq` on. The regrouping's row must stand.
 */
export async function relocate(ctx: Ctx, movement: Movement): Promise<void> {
  const { from, into, messageIds } = movement;
  if (messageIds.length === 0) return;
  await openLegs(ctx, movement);
  await takePart(ctx, movement);
  await noteMoves(ctx, movement);
  await sql`
    UPDATE messages m SET conversation_id = ${into.id}, seq = v.into_seq, leg_id = v.into_leg_id
    FROM moved_messages v WHERE v.org_id = ${ctx.orgId} AND v.regrouping_id = ${movement.regroupingId}
      AND m.org_id = v.org_id AND m.id = v.message_id`.execute(ctx.db);
  await sql`
    INSERT INTO messages (org_id, id, conversation_id, seq, at, author_kind, visibility, content, created_at)
    SELECT m.org_id, v.marker_id, ${from.id}, v.from_seq, m.at, 'system', 'internal',
      ${marker('message_moved', movement.protocols.into)}::jsonb, ${movement.at}
    FROM moved_messages v JOIN messages m ON m.org_id = v.org_id AND m.id = v.message_id
    WHERE v.org_id = ${ctx.orgId} AND v.regrouping_id = ${movement.regroupingId}`.execute(ctx.db);
  await carryAlong(ctx, { regroupingId: movement.regroupingId, toId: into.id, leg: 'into_leg_id' });
  into.last_seq += messageIds.length;
  const { regroupingId } = movement;
  await carryAnswers(ctx, { regroupingId, intoId: into.id, knownSeq: into.last_seq });
}

/** What stands where a message was. */
export const marker = (code: 'message_moved' | 'message_returned', protocol: string): string =>
  JSON.stringify({ v: 1, kind: 'system', code, values: { protocol } });

/**
 * Legs over the same inboxes to the same identities; a window that was open there is open here. A group's thread stays
 * with its conversation: an answer from elsewhere would be read by all of it.
 */
async function openLegs(ctx: Ctx, { regroupingId, at, from, into, messageIds }: Movement): Promise<void> {
  await sql`
    UPDATE regroupings r SET legs_before = coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', t.id, 'source', l.id, 'inbound', t.last_inbound_at, 'outbound', t.last_outbound_at))
      FROM legs t JOIN legs l ON l.org_id = t.org_id AND l.conversation_id = ${from.id} AND l.inbox_id = t.inbox_id
        AND l.identity_id = t.identity_id AND l.side = t.side
      WHERE t.org_id = r.org_id AND t.conversation_id = ${into.id}), '[]')
    WHERE r.org_id = ${ctx.orgId} AND r.id = ${regroupingId}`.execute(ctx.db);
  await sql`
    INSERT INTO legs (org_id, id, conversation_id, inbox_id, identity_id, side, outside_thread_id, join_reason,
      last_inbound_at, last_outbound_at, created_at)
    SELECT l.org_id, gen_random_uuid(), ${into.id}, l.inbox_id, l.identity_id, l.side,
      CASE WHEN t.kind = 'group' THEN NULL ELSE l.outside_thread_id END, 'moved', l.last_inbound_at, l.last_outbound_at,
      ${at}
    FROM legs l LEFT JOIN outside_threads t ON t.org_id = l.org_id AND t.id = l.outside_thread_id
    WHERE l.org_id = ${ctx.orgId} AND l.conversation_id = ${from.id}
      AND l.id IN (SELECT leg_id FROM messages WHERE org_id = ${ctx.orgId} AND id = ANY(${[...messageIds]}::uuid[]))
    ON CONFLICT (org_id, conversation_id, inbox_id, identity_id, side) DO UPDATE SET
      last_inbound_at = greatest(legs.last_inbound_at, excluded.last_inbound_at),
      last_outbound_at = greatest(legs.last_outbound_at, excluded.last_outbound_at)`.execute(ctx.db);
}

/** Who wrote or was written to takes part; only the requester's own addresses ask for something. */
async function takePart(ctx: Ctx, { at, from, into, messageIds }: Movement): Promise<void> {
  await sql`
    INSERT INTO participants (org_id, id, conversation_id, identity_id, role, created_at)
    SELECT p.org_id, gen_random_uuid(), ${into.id}, p.identity_id,
      CASE WHEN o.canonical_id = ${into.canonical_id} THEN 'requester' WHEN p.role = 'requester' THEN 'cc' ELSE p.role END,
      ${at}
    FROM participants p
    JOIN identities i ON i.org_id = p.org_id AND i.id = p.identity_id
    JOIN customers o ON o.org_id = i.org_id AND o.id = i.customer_id
    WHERE p.org_id = ${ctx.orgId} AND p.conversation_id = ${from.id} AND p.identity_id IN (
      SELECT CASE WHEN m.author_kind = 'customer' THEN m.author_id ELSE l.identity_id END
      FROM messages m LEFT JOIN legs l ON l.org_id = m.org_id AND l.id = m.leg_id
      WHERE m.org_id = ${ctx.orgId} AND m.id = ANY(${[...messageIds]}::uuid[]))
    ON CONFLICT DO NOTHING`.execute(ctx.db);
}

async function noteMoves(ctx: Ctx, { regroupingId, into, messageIds }: Movement): Promise<void> {
  await sql`
    INSERT INTO moved_messages (org_id, regrouping_id, message_id, marker_id, from_seq, into_seq, from_leg_id, into_leg_id)
    SELECT m.org_id, ${regroupingId}, m.id, gen_random_uuid(), m.seq,
      ${into.last_seq} + row_number() OVER (ORDER BY m.seq), m.leg_id, t.id
    FROM messages m
    LEFT JOIN legs l ON l.org_id = m.org_id AND l.id = m.leg_id
    LEFT JOIN legs t ON t.org_id = m.org_id AND t.conversation_id = ${into.id} AND t.inbox_id = l.inbox_id
      AND t.identity_id = l.identity_id AND t.side = l.side
    WHERE m.org_id = ${ctx.orgId} AND m.id = ANY(${[...messageIds]}::uuid[])`.execute(ctx.db);
}

/** What hangs on messages goes with them: fates, changes on their way, duties, callbacks, the search's knowledge. */
export async function carryAlong(
  ctx: Ctx,
  way: { regroupingId: string; toId: string; leg: 'from_leg_id' | 'into_leg_id' },
): Promise<void> {
  const leg = sql.ref(`v.${way.leg}`);
  const moved = sql`FROM moved_messages v WHERE v.org_id = ${ctx.orgId} AND v.regrouping_id = ${way.regroupingId}
    AND x.org_id = v.org_id AND x.message_id = v.message_id`;
  for (const table of ['dispatches', 'amendments'])
    await sql`UPDATE ${sql.table(table)} x SET conversation_id = ${way.toId}, leg_id = coalesce(${leg}, x.leg_id) ${moved}`.execute(
      ctx.db,
    );
  // Two standing duties of one leg, or two requests to be called in one conversation, are one: the one that is there stays,
  // the other is settled as part of it where it was.
  await sql`UPDATE public_duties x SET conversation_id = ${way.toId}, leg_id = coalesce(${leg}, x.leg_id) ${moved}
    AND (x.settled_at IS NOT NULL OR NOT EXISTS (SELECT FROM public_duties y
      WHERE y.org_id = x.org_id AND y.leg_id = ${leg} AND y.settled_at IS NULL AND y.id <> x.id))`.execute(
    ctx.db,
  );
  await sql`UPDATE callbacks x SET conversation_id = ${way.toId} ${moved}
    AND (x.settled_at IS NOT NULL OR NOT EXISTS (SELECT FROM callbacks y
      WHERE y.org_id = x.org_id AND y.conversation_id = ${way.toId} AND y.settled_at IS NULL AND y.id <> x.id))`.execute(
    ctx.db,
  );
  await sql`UPDATE message_search x SET conversation_id = ${way.toId} ${moved}`.execute(ctx.db);
}
