import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import type { KeptLine, Line, TimelineSource } from '../registry.ts';

/** Characters of a message shown in its line. */
const summaryLength = 200;

type Day = {
  conversation_id: string;
  customer_id: string;
  day: string;
  first_seq: number;
  at: Date;
  message_id: string;
  inbox_id: string | null;
  from_customer: number;
  from_us: number;
  notes: number;
  person_ids: string[];
};

/** What the house tells within the conversation; its words to the customer (an away message) are messages like any other. */
const ofTheHouse = sql`m.author_kind = 'system' AND m.visibility = 'internal'`;
/** When it happened here; what comes from an older history keeps its own time. */
const moment = sql`CASE WHEN m.created_at - m.at > interval '1 hour' THEN m.at ELSE m.created_at END`;

/**
 * The days whose messages are touched, counted anew from the first message of each: the same however often, and in
 * whatever order, the events are read.
 */
async function days(ctx: Ctx, messageIds: string[]): Promise<Day[]> {
  const zone = sql`(SELECT time_zone FROM organisations WHERE id = ${ctx.orgId})`;
  const result = await sql<Day>`
    WITH touched AS (
      SELECT m.conversation_id, (m.at AT TIME ZONE ${zone})::date AS day, min(m.seq) AS seq FROM messages m
      WHERE m.org_id = ${ctx.orgId} AND m.id = ANY (${messageIds}::uuid[]) AND NOT (${ofTheHouse}) GROUP BY 1, 2),
    starts AS (
      SELECT t.conversation_id, t.day, c.customer_id, least(t.seq, e.first_seq) AS first_seq
      FROM touched t JOIN conversations c ON c.org_id = ${ctx.orgId} AND c.id = t.conversation_id
      LEFT JOIN timeline_entries e ON e.org_id = ${ctx.orgId} AND e.customer_id = c.customer_id
        AND e.key = 'messages:' || t.conversation_id || ':' || t.day)
    SELECT s.conversation_id, s.customer_id, s.day::text, s.first_seq, d.* FROM starts s CROSS JOIN LATERAL (
      SELECT max(${moment}) AS at, (array_agg(m.id ORDER BY m.seq DESC))[1] AS message_id,
        (array_agg(m.inbox_id ORDER BY m.seq DESC) FILTER (WHERE m.inbox_id IS NOT NULL))[1] AS inbox_id,
        count(*) FILTER (WHERE m.author_kind = 'customer') AS from_customer,
        count(*) FILTER (WHERE m.author_kind <> 'customer' AND m.visibility <> 'internal') AS from_us,
        count(*) FILTER (WHERE m.visibility = 'internal') AS notes,
        coalesce(array_agg(DISTINCT m.author_id) FILTER (WHERE m.author_kind = 'person'), '{}') AS person_ids
      FROM messages m
      WHERE m.org_id = ${ctx.orgId} AND m.conversation_id = s.conversation_id AND m.seq >= s.first_seq
        AND (m.at AT TIME ZONE ${zone})::date = s.day AND NOT (${ofTheHouse})) d
    WHERE d.at IS NOT NULL`.execute(ctx.db);
  return result.rows;
}

async function lines(ctx: Ctx, events: readonly LoggedEvent[]): Promise<Line[]> {
  const ids = events.map((event) => String(event.facts.messageId));
  const lastOf = new Map(events.map((event) => [event.conversationId, event.id]));
  return (await days(ctx, ids)).map((day) => ({
    customerId: day.customer_id,
    key: `messages:${day.conversation_id}:${day.day}`,
    kind: 'message',
    name: 'message.created',
    at: day.at,
    place: lastOf.get(day.conversation_id) ?? 0,
    conversationId: day.conversation_id,
    inboxId: day.inbox_id,
    actor: { kind: 'system', id: null },
    personIds: day.person_ids,
    refId: day.message_id,
    facts: { fromCustomer: day.from_customer, fromUs: day.from_us, notes: day.notes },
    firstSeq: day.first_seq,
  }));
}

async function tell(ctx: Ctx, kept: readonly KeptLine[]): Promise<Map<string, string>> {
  const byMessage = new Map(kept.map((line) => [line.refId, line.id]));
  const result = await sql<{ id: string; text: string | null }>`
    SELECT id, left(content->>'text', ${summaryLength}) AS text FROM messages
    WHERE org_id = ${ctx.orgId} AND id = ANY (${[...byMessage.keys()]}::uuid[]) AND deleted_at IS NULL`.execute(
    ctx.db,
  );
  return new Map(
    result.rows.flatMap(({ id, text }) => {
      const line = byMessage.get(id);
      return line && text ? [[line, text] as const] : [];
    }),
  );
}

/** Messages of one conversation and day (in the organisation's zone) are one line. */
export const messageLines: TimelineSource = {
  kinds: ['message'],
  events: ['message.created'],
  lines,
  tell,
};
