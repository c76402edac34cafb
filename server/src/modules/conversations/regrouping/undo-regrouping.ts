import { sql } from 'kysely';
import { actorKey, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found } from '../../../kernel/errors.ts';
import { answerItem } from '../answer.ts';
import { returnScheduled } from '../scheduling/carry.ts';
import { lockSeen } from '../store.ts';
import { tellRegrouped } from './keep.ts';
import { headOf } from './load.ts';
import type { Regrouped } from './merge-conversations.ts';
import { protocolsOf } from './protocols.ts';
import { carryAlong, marker } from './relocate.ts';
import { type Head, type HeadChange, headColumns, toRestore } from './rules.ts';

type Row = {
  id: string;
  kind: string;
  from_id: string;
  into_id: string;
  from_change: HeadChange | null;
  into_change: HeadChange | null;
  undone_at: Date | null;
};

/**
 * Takes a regrouping back: every message returns under its old number in the place of its marker, and both sides are
 * what they were, except for what somebody changed since. What was written after it stays where it was written.
 */
export async function undoRegrouping(ctx: Ctx, input: { regroupingId: string }): Promise<Regrouped> {
  permit(ctx.actor, 'conversations.reply');
  const seen = await load(ctx, input.regroupingId, false);
  for (const id of [seen.from_id, seen.into_id].sort())
    await lockSeen(ctx, id, { shell: id === seen.from_id, what: 'regrouping' });
  const row = await load(ctx, input.regroupingId, true);
  if (row.undone_at) throw conflict('This was taken back already.');
  await refuseBuiltOn(ctx, row);
  await bringBack(ctx, row);
  await restore(ctx, row.from_id, row.from_change);
  await restore(ctx, row.into_id, row.into_change);
  await closeEmptySplit(ctx, row);
  await sql`UPDATE regroupings SET undone_at = ${ctx.clock.now()}, undone_by = ${actorKey(ctx.actor)}
    WHERE org_id = ${ctx.orgId} AND id = ${row.id}`.execute(ctx.db);
  tellRegrouped(ctx, {
    id: row.id,
    fromId: row.from_id,
    intoId: row.into_id,
    action: 'conversation.regrouping_undone',
  });
  return { regroupingId: row.id, conversation: await answerItem(ctx, row.from_id) };
}

async function load(ctx: Ctx, id: string, lock: boolean): Promise<Row> {
  const result = await sql<Row>`
    SELECT r.id, r.kind, r.from_id, r.into_id, a.change AS from_change, b.change AS into_change, r.undone_at
    FROM regroupings r
    LEFT JOIN regrouping_sides a ON a.org_id = r.org_id AND a.regrouping_id = r.id AND a.conversation_id = r.from_id
    LEFT JOIN regrouping_sides b ON b.org_id = r.org_id AND b.regrouping_id = r.id AND b.conversation_id = r.into_id
    WHERE r.org_id = ${ctx.orgId} AND r.id = ${id} ${lock ? sql`FOR UPDATE OF r` : sql``}`.execute(ctx.db);
  return found(result.rows[0], 'regrouping');
}

/** Newer regroupings of the same messages, or of the conversation they would return to, are taken back first. */
async function refuseBuiltOn(ctx: Ctx, row: Row): Promise<void> {
  const result = await sql<{ gone: boolean }>`
    SELECT EXISTS (
      SELECT FROM moved_messages v JOIN messages m ON m.org_id = v.org_id AND m.id = v.message_id
      WHERE v.org_id = ${ctx.orgId} AND v.regrouping_id = ${row.id}
        AND (m.conversation_id <> ${row.into_id} OR m.seq <> v.into_seq)
    ) OR EXISTS (
      SELECT FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.merged_into_id IS NOT NULL
        AND (c.id = ${row.into_id} OR (c.id = ${row.from_id} AND (${row.kind} <> 'merge' OR c.merged_into_id <> ${row.into_id})))
    ) AS gone`.execute(ctx.db);
  if (result.rows[0]?.gone)
    throw conflict('Something newer was done with these messages. Take that back first.');
}

async function bringBack(ctx: Ctx, row: Row): Promise<void> {
  const { orgId } = ctx;
  const protocols = await protocolsOf(ctx, row.from_id, row.into_id);
  const moved = sql`FROM moved_messages v WHERE v.org_id = ${orgId} AND v.regrouping_id = ${row.id}`;
  await sql`DELETE FROM messages m USING moved_messages v WHERE v.org_id = ${orgId} AND v.regrouping_id = ${row.id}
    AND m.org_id = v.org_id AND m.id = v.marker_id`.execute(ctx.db);
  await sql`UPDATE messages m SET conversation_id = ${row.from_id}, seq = v.from_seq, leg_id = v.from_leg_id ${moved}
    AND m.org_id = v.org_id AND m.id = v.message_id`.execute(ctx.db);
  await sql`
    INSERT INTO messages (org_id, id, conversation_id, seq, at, author_kind, visibility, content, created_at)
    SELECT m.org_id, gen_random_uuid(), ${row.into_id}, v.into_seq, m.at, 'system', 'internal',
      ${marker('message_returned', protocols.from)}::jsonb, ${ctx.clock.now()}
    FROM moved_messages v JOIN messages m ON m.org_id = v.org_id AND m.id = v.message_id
    WHERE v.org_id = ${orgId} AND v.regrouping_id = ${row.id}`.execute(ctx.db);
  await carryAlong(ctx, { regroupingId: row.id, toId: row.from_id, leg: 'from_leg_id' });
  for (const table of ['public_duties', 'callbacks'])
    await sql`UPDATE ${sql.table(table)} SET settled_at = NULL, settled_by = NULL
      WHERE org_id = ${orgId} AND conversation_id = ${row.from_id} AND settled_by = ${`regrouping:${row.id}`}`.execute(
      ctx.db,
    );
  await returnScheduled(ctx, { regroupingId: row.id, toId: row.from_id });
  await narrowWindows(ctx, row);
  await closeLegs(ctx, row);
}

/** A window that came with the messages closes again, unless somebody wrote there since. */
async function narrowWindows(ctx: Ctx, row: Row): Promise<void> {
  await sql`
    UPDATE legs t SET
      last_inbound_at = CASE WHEN t.last_inbound_at IS NOT DISTINCT FROM s.last_inbound_at THEN b.inbound ELSE t.last_inbound_at END,
      last_outbound_at = CASE WHEN t.last_outbound_at IS NOT DISTINCT FROM s.last_outbound_at THEN b.outbound ELSE t.last_outbound_at END
    FROM regroupings r
    CROSS JOIN LATERAL jsonb_to_recordset(r.legs_before) AS b(id uuid, source uuid, inbound timestamptz, outbound timestamptz)
    JOIN legs s ON s.org_id = r.org_id AND s.id = b.source
    WHERE r.org_id = ${ctx.orgId} AND r.id = ${row.id} AND t.org_id = r.org_id AND t.id = b.id`.execute(
    ctx.db,
  );
}

/** All that names a leg. */
export const onLegs = ['messages', 'dispatches', 'amendments', 'public_duties', 'surveys', 'kept_places'];

const unused = (table: string) =>
  sql`NOT EXISTS (SELECT FROM ${sql.table(table)} x WHERE x.org_id = l.org_id AND x.leg_id = l.id)`;

/**
 * Legs and people that came with messages leave with the last of them, unless they did something there since. A leg that
 * another regrouping which stands uses stays: its messages return to it.
 */
async function closeLegs(ctx: Ctx, row: Row): Promise<void> {
  await sql`DELETE FROM legs l WHERE l.org_id = ${ctx.orgId} AND l.conversation_id = ${row.into_id} AND l.join_reason = 'moved'
    AND l.id IN (SELECT into_leg_id FROM moved_messages WHERE org_id = ${ctx.orgId} AND regrouping_id = ${row.id})
    AND ${sql.join(onLegs.map(unused), sql` AND `)}
    AND NOT EXISTS (SELECT FROM regroupings o JOIN moved_messages v ON v.org_id = o.org_id AND v.regrouping_id = o.id
      WHERE o.org_id = l.org_id AND l.conversation_id IN (o.from_id, o.into_id) AND o.undone_at IS NULL AND o.id <> ${row.id}
        AND l.id IN (v.from_leg_id, v.into_leg_id))`.execute(ctx.db);
  await sql`DELETE FROM participants p USING regroupings r WHERE r.org_id = ${ctx.orgId} AND r.into_id = ${row.into_id}
    AND (r.id = ${row.id} OR r.undone_at IS NOT NULL)
    AND p.org_id = r.org_id AND p.conversation_id = r.into_id AND p.created_at = r.at
    AND NOT EXISTS (SELECT FROM legs l WHERE l.org_id = p.org_id AND l.conversation_id = p.conversation_id
      AND l.identity_id = p.identity_id)
    AND NOT EXISTS (SELECT FROM messages m WHERE m.org_id = p.org_id AND m.conversation_id = p.conversation_id
      AND m.author_id = p.identity_id)`.execute(ctx.db);
}

async function restore(ctx: Ctx, id: string, change: HeadChange | null): Promise<void> {
  if (!change) return;
  const back: Head = toRestore(change, await headOf(ctx, id));
  const columns = headColumns.filter((column) => column in back);
  if (columns.length === 0) return;
  const list = sql.join(columns.map((column) => sql`${sql.ref(column)} = r.${sql.ref(column)}`));
  await sql`UPDATE conversations c SET ${list}
    FROM jsonb_populate_record(NULL::conversations, ${JSON.stringify(back)}::jsonb) r
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${id}`.execute(ctx.db);
}

/** A conversation that a split had begun and where nobody wrote since leads back to where it came from. */
async function closeEmptySplit(ctx: Ctx, row: Row): Promise<void> {
  if (row.kind !== 'split') return;
  await sql`UPDATE conversations c SET merged_into_id = ${row.from_id}, status = 'resolved', resolved_at = ${ctx.clock.now()},
      waiting_since = NULL, snoozed_until = NULL
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${row.into_id} AND NOT EXISTS (SELECT FROM messages m
      WHERE m.org_id = c.org_id AND m.conversation_id = c.id AND m.author_kind <> 'system')`.execute(ctx.db);
}
