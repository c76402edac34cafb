import { type RawBuilder, sql } from 'kysely';
import { may } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { seenBy } from '../conversations/index.ts';
import type { Line } from './rules.ts';

/** Conversations of a customer looked at, the latest first. */
const conversationsAtMost = 1000;
/** Characters of a message shown in its line. */
const summaryLength = 200;

/** Whose events count: every member of the group, every conversation of theirs the reader may see, every merge. */
const scope = (ctx: Ctx, rootId: string): RawBuilder<unknown> => sql`
  people AS (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId}),
  seen AS (
    SELECT c.id, c.protocol, c.subject, c.channel FROM conversations c JOIN people p ON p.id = c.customer_id
    WHERE c.org_id = ${ctx.orgId} AND ${may(ctx.actor, 'conversations.read') ? seenBy(ctx.actor) : sql`false`}
    ORDER BY c.active_at DESC LIMIT ${conversationsAtMost}),
  merges AS (
    SELECT g.id, g.into_id FROM people p JOIN customer_merges g ON g.org_id = ${ctx.orgId} AND g.from_id = p.id
    UNION SELECT g.id, g.into_id FROM people p JOIN customer_merges g ON g.org_id = ${ctx.orgId} AND g.into_id = p.id)`;

/** What the house tells within the conversation; its words to the customer (an away message) are messages like any other. */
const systemNote = sql`e.facts->>'authorKind' = 'system' AND e.facts->>'visibility' = 'internal'`;

/** Messages of one conversation and day (in the organisation's zone) are one line, under the number of the last. */
const days = (ctx: Ctx): RawBuilder<unknown> => sql`
  SELECT max(e.id) AS id, (array_agg(e.facts->>'messageId' ORDER BY e.id DESC))[1]::uuid AS message_id, true AS is_day,
    count(*) FILTER (WHERE e.facts->>'authorKind' = 'customer') AS from_customer,
    count(*) FILTER (WHERE e.facts->>'authorKind' <> 'customer' AND e.facts->>'visibility' <> 'internal') AS from_us,
    count(*) FILTER (WHERE e.facts->>'visibility' = 'internal') AS notes
  FROM seen s JOIN events e ON e.org_id = ${ctx.orgId} AND e.conversation_id = s.id
  WHERE e.name = 'message.created' AND NOT (${systemNote})
  GROUP BY e.conversation_id, (e.at AT TIME ZONE (SELECT time_zone FROM organisations WHERE id = ${ctx.orgId}))::date`;

/** What is a line of its own. A change of status that also wrote a system message is told by that message. */
const single = (ctx: Ctx): RawBuilder<unknown> => sql`
  SELECT e.id, CASE WHEN e.name = 'message.created' THEN (e.facts->>'messageId')::uuid END, false, NULL, NULL, NULL
  FROM seen s JOIN events e ON e.org_id = ${ctx.orgId} AND e.conversation_id = s.id
  WHERE e.name IN ('conversation.created', 'conversation.switched')
    OR (e.name = 'message.created' AND ${systemNote})
    OR (e.name = 'conversation.changed' AND e.facts->'what' ? 'status' AND NOT EXISTS (
      SELECT FROM events n WHERE n.org_id = e.org_id AND n.conversation_id = e.conversation_id AND n.tx = e.tx
        AND n.name = 'message.created' AND n.facts->>'authorKind' = 'system'))
  UNION ALL
  SELECT e.id, NULL, false, NULL, NULL, NULL
  FROM people p JOIN events e ON e.org_id = ${ctx.orgId} AND e.customer_id = p.id
  WHERE e.name = 'customer.created'
  UNION ALL
  SELECT e.id, NULL, false, NULL, NULL, NULL
  FROM merges g JOIN events e ON e.org_id = ${ctx.orgId} AND e.customer_id = g.into_id
  WHERE e.name IN ('customer.merged', 'customer.unmerged') AND e.facts->>'mergeId' = g.id::text`;

/** One page of lines before a number, newest first. */
export async function timelinePage(
  ctx: Ctx,
  rootId: string,
  page: { before: string | null; limit: number },
): Promise<Line[]> {
  const before = page.before === null ? sql`` : sql`WHERE id < ${page.before}::bigint`;
  const result = await sql<Line>`
    WITH ${scope(ctx, rootId)},
    lines AS (
      SELECT * FROM (${days(ctx)} UNION ALL ${single(ctx)}) AS line ${before} ORDER BY id DESC LIMIT ${page.limit})
    SELECT l.id, e.at, e.name, e.conversation_id, s.protocol, s.subject, coalesce(b.channel, s.channel) AS channel,
      CASE WHEN l.is_day THEN left(m.content->>'text', ${summaryLength}) END AS summary,
      CASE WHEN l.is_day THEN NULL ELSE coalesce(p.name, k.name) END AS actor,
      CASE WHEN l.is_day THEN NULL ELSE m.content->>'code' END AS code,
      e.facts, l.from_customer, l.from_us, l.notes
    FROM lines l
    JOIN events e ON e.org_id = ${ctx.orgId} AND e.id = l.id
    LEFT JOIN seen s ON s.id = e.conversation_id
    LEFT JOIN inboxes b ON b.org_id = e.org_id AND b.id = (e.facts->>'inboxId')::uuid
    LEFT JOIN messages m ON m.org_id = e.org_id AND m.id = l.message_id
    LEFT JOIN members p ON e.actor_kind = 'person' AND p.org_id = e.org_id AND p.id = e.actor_id
    LEFT JOIN api_keys k ON e.actor_kind = 'key' AND k.org_id = e.org_id AND k.id = e.actor_id
    ORDER BY l.id DESC`.execute(ctx.db);
  return result.rows;
}
