import type { Preferences, StatedPreference } from '@meada/contract/routes/preferences';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { type Answer, learn } from './rules.ts';

/** Conversations and messages looked at: the latest. Older ones weigh next to nothing. */
const conversationsAtMost = 30;
const messagesAtMost = 300;

type StatedRow = {
  kind: StatedPreference['kind'];
  value: unknown;
  source: 'customer' | 'person';
  note: string;
  at: Date;
  by: string | null;
};

/** Stated preferences of a group (the newest of each kind) and those its answers show. */
export async function preferencesOf(
  ctx: Pick<Ctx, 'db' | 'orgId' | 'clock'>,
  rootId: string,
): Promise<Preferences> {
  const result = await sql<StatedRow>`
    SELECT DISTINCT ON (s.kind) s.kind, s.value, s.source, s.note, s.at, coalesce(p.name, k.name) AS by
    FROM customer_preferences s
    LEFT JOIN members p ON s.actor_kind = 'person' AND p.org_id = s.org_id AND p.id = s.actor_id
    LEFT JOIN api_keys k ON s.actor_kind = 'key' AND k.org_id = s.org_id AND k.id = s.actor_id
    WHERE s.org_id = ${ctx.orgId}
      AND s.customer_id IN (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})
    ORDER BY s.kind, s.at DESC`.execute(ctx.db);
  return {
    stated: result.rows.map((row) => ({
      value: row.value as StatedPreference,
      source: row.source,
      by: row.by,
      note: row.note,
      at: row.at.toISOString(),
    })),
    learned: learn(await answersOf(ctx, rootId), ctx.clock.now()),
  };
}

/** The customer's latest messages to us, with channel and the organisation's hour. */
async function answersOf(ctx: Pick<Ctx, 'db' | 'orgId'>, rootId: string): Promise<Answer[]> {
  const result = await sql<Answer>`
    SELECT m.at, b.channel, extract(hour FROM m.at AT TIME ZONE o.time_zone)::int AS hour,
      extract(dow FROM m.at AT TIME ZONE o.time_zone)::int AS day
    FROM (
      SELECT c.id, c.last_seq FROM conversations c
      WHERE c.org_id = ${ctx.orgId}
        AND c.customer_id IN (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})
      ORDER BY c.active_at DESC LIMIT ${conversationsAtMost}) c
    JOIN messages m ON m.org_id = ${ctx.orgId} AND m.conversation_id = c.id AND m.seq > c.last_seq - ${messagesAtMost}
      AND m.author_kind = 'customer' AND m.automatic = 'no'
    JOIN inboxes b ON b.org_id = m.org_id AND b.id = m.inbox_id
    JOIN organisations o ON o.id = m.org_id
    ORDER BY m.at DESC LIMIT ${messagesAtMost}`.execute(ctx.db);
  return result.rows;
}
