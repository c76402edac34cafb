import type { Announcement } from '@meada/contract/routes/announcements';
import { type SqlBool, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';

type Row = {
  id: string;
  inbox_id: string;
  state: Announcement['state'];
  per_minute: number;
  texts: Announcement['texts'];
  segment_id: string | null;
  segment: string | null;
  queued: number;
  sent: number;
  skipped: number;
  failed: number;
  answered: number;
  refused: number;
  created_at: Date;
  ended_at: Date | null;
};

const shownAtMost = sql.lit(20);

async function read(ctx: Ctx, where: ReturnType<typeof sql<SqlBool>>): Promise<Announcement[]> {
  const { rows } = await sql<Row>`
    SELECT a.id, a.inbox_id, a.state, a.per_minute, a.texts, a.segment_id, s.name AS segment, a.created_at, a.ended_at, n.*
    FROM announcements a LEFT JOIN segments s ON s.org_id = a.org_id AND s.id = a.segment_id CROSS JOIN LATERAL (SELECT
      count(*) FILTER (WHERE r.state = 'queued')::int AS queued, count(*) FILTER (WHERE r.state = 'sent')::int AS sent,
      count(*) FILTER (WHERE r.state = 'skipped')::int AS skipped,
      count(*) FILTER (WHERE EXISTS (SELECT FROM dispatches d JOIN messages m ON m.org_id = d.org_id AND m.id = d.message_id
        WHERE m.org_id = r.org_id AND m.conversation_id = r.conversation_id AND m.seq = 1 AND d.state = 'failed'))::int AS failed,
      count(*) FILTER (WHERE c.last_inbound_seq > 0)::int AS answered,
      count(*) FILTER (WHERE f.customer_id IS NOT NULL AND f.at >= a.created_at)::int AS refused
      FROM announcement_recipients r
      LEFT JOIN conversations c ON c.org_id = r.org_id AND c.id = r.conversation_id
      LEFT JOIN announcement_refusals f ON f.org_id = r.org_id AND f.customer_id = r.customer_id
      WHERE r.org_id = a.org_id AND r.announcement_id = a.id) AS n
    WHERE a.org_id = ${ctx.orgId} AND ${where} ORDER BY a.created_at DESC, a.id DESC LIMIT ${shownAtMost}`.execute(
    ctx.db,
  );
  return rows.map((row) => ({
    id: row.id,
    inboxId: row.inbox_id,
    state: row.state,
    perMinute: row.per_minute,
    texts: row.texts,
    segment: row.segment_id === null ? null : { id: row.segment_id, name: row.segment ?? '' },
    counts: { queued: row.queued, sent: row.sent, skipped: row.skipped },
    failed: row.failed,
    answered: row.answered,
    refused: row.refused,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }));
}

export const announcementsOf = (ctx: Ctx, inboxId: string): Promise<Announcement[]> =>
  read(ctx, sql<SqlBool>`a.inbox_id = ${inboxId}`);

export const announcementById = async (ctx: Ctx, id: string): Promise<Announcement> =>
  found((await read(ctx, sql<SqlBool>`a.id = ${id}`))[0], 'announcement');
