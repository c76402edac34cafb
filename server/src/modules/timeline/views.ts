import { type RawBuilder, sql } from 'kysely';
import { may } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { seenBy } from '../conversations/index.ts';

/** A line with what its conversation, inbox and actor are called. */
export type TimelineRow = {
  id: string;
  kind: string;
  name: string;
  at: Date;
  /** Microseconds since 1970 and number in the log: where the next page goes on. */
  micros: string;
  place: number;
  conversation_id: string | null;
  protocol: string | null;
  subject: string | null;
  channel: string | null;
  actor: string | null;
  ref_id: string | null;
  facts: Record<string, unknown>;
};

export type Wanted = {
  kinds?: readonly string[];
  channel?: string;
  personId?: string;
  before?: string;
  since?: string;
  after?: { micros: string; place: string };
  limit: number;
};

/** Lines of a conversation are for who sees it; others for who reads customers. `t` is the line, `c` its conversation. */
const visible = (ctx: Ctx): RawBuilder<unknown> =>
  sql`(t.conversation_id IS NULL OR ${may(ctx.actor, 'conversations.read') ? seenBy(ctx.actor) : sql`false`})`;

const conditions = (wanted: Wanted): RawBuilder<unknown>[] => {
  const { kinds, channel, personId, before, since, after } = wanted;
  return [
    ...(kinds ? [kindsAre(kinds)] : []),
    ...(channel ? [sql`coalesce(b.channel, c.channel) = ${channel}`] : []),
    ...(personId ? [sql`${personId}::uuid = ANY (t.person_ids)`] : []),
    ...(before ? [sql`t.at < ${before}::timestamptz`] : []),
    ...(since ? [sql`t.at >= ${since}::timestamptz`] : []),
    ...(after
      ? [
          sql`(t.at, t.place) < ('epoch'::timestamptz + ${after.micros}::bigint * interval '1 microsecond', ${after.place}::bigint)`,
        ]
      : []),
  ];
};

/** One kind reads along an index of its own. */
const kindsAre = (kinds: readonly string[]): RawBuilder<unknown> =>
  kinds.length === 1 ? sql`t.kind = ${kinds[0]}` : sql`t.kind = ANY (${[...kinds]}::text[])`;

/**
 * One page of a group's lines, newest first. Each member's newest lines are read along the index and laid together, so a
 * page costs the same wherever it is and however long the history. A line of two members (their merge) is shown once.
 */
export async function timelinePage(ctx: Ctx, rootId: string, wanted: Wanted): Promise<TimelineRow[]> {
  const where = sql.join(
    [sql`t.org_id = ${ctx.orgId}`, sql`t.customer_id = p.id`, visible(ctx), ...conditions(wanted)],
    sql` AND `,
  );
  const result = await sql<TimelineRow>`
    SELECT l.id, l.kind, l.name, l.at, (extract(epoch FROM l.at) * 1000000)::bigint::text AS micros, l.place,
      l.conversation_id, l.protocol, l.subject, l.channel, coalesce(m.name, k.name) AS actor, l.ref_id, l.facts
    FROM (
      SELECT DISTINCT ON (l.at, l.place, l.key) l.*
      FROM (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId}) p
      CROSS JOIN LATERAL (
        SELECT t.*, c.protocol, c.subject, coalesce(b.channel, c.channel) AS channel
        FROM timeline_entries t
        LEFT JOIN conversations c ON c.org_id = t.org_id AND c.id = t.conversation_id
        LEFT JOIN inboxes b ON b.org_id = t.org_id AND b.id = t.inbox_id
        WHERE ${where} ORDER BY t.at DESC, t.place DESC LIMIT ${wanted.limit}) l
      ORDER BY l.at DESC, l.place DESC, l.key, l.customer_id LIMIT ${wanted.limit}) l
    LEFT JOIN members m ON l.actor_kind = 'person' AND m.org_id = l.org_id AND m.id = l.actor_id
    LEFT JOIN api_keys k ON l.actor_kind = 'key' AND k.org_id = l.org_id AND k.id = l.actor_id
    ORDER BY l.at DESC, l.place DESC, l.key`.execute(ctx.db);
  return result.rows;
}

type Span = {
  from: Date | null;
  to: Date | null;
  kinds: string[] | null;
  channels: string[] | null;
  people: { id: string; name: string }[] | null;
};

/** Lines looked at for what the filters offer: the newest. */
const spanOver = 5000;

/** When a group's timeline begins and ends, and what is in it, as far as the reader may see it. */
export async function timelineSpan(ctx: Ctx, rootId: string): Promise<Span> {
  const result = await sql<Span>`
    WITH lines AS (
      SELECT t.at, t.kind, t.person_ids, CASE WHEN t.conversation_id IS NOT NULL THEN coalesce(b.channel, c.channel) END AS channel
      FROM (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId}) p
      CROSS JOIN LATERAL (
        SELECT * FROM timeline_entries t WHERE t.org_id = ${ctx.orgId} AND t.customer_id = p.id
        ORDER BY t.at DESC, t.place DESC LIMIT ${spanOver}) t
      LEFT JOIN conversations c ON c.org_id = t.org_id AND c.id = t.conversation_id
      LEFT JOIN inboxes b ON b.org_id = t.org_id AND b.id = t.inbox_id
      WHERE ${visible(ctx)})
    SELECT
      (SELECT min(f.at) FROM customers p CROSS JOIN LATERAL (
        SELECT t.at FROM timeline_entries t LEFT JOIN conversations c ON c.org_id = t.org_id AND c.id = t.conversation_id
        WHERE t.org_id = p.org_id AND t.customer_id = p.id AND ${visible(ctx)} ORDER BY t.at, t.place LIMIT 1) f
        WHERE p.org_id = ${ctx.orgId} AND p.canonical_id = ${rootId}) AS "from",
      max(at) AS "to",
      array_agg(DISTINCT kind) AS kinds,
      array_agg(DISTINCT channel) FILTER (WHERE channel IS NOT NULL) AS channels,
      (SELECT jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) ORDER BY m.name) FROM members m
        WHERE m.org_id = ${ctx.orgId} AND m.id IN (SELECT unnest(person_ids) FROM lines)) AS people
    FROM lines`.execute(ctx.db);
  return result.rows[0] ?? { from: null, to: null, kinds: null, channels: null, people: null };
}
