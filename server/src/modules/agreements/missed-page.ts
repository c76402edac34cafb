import { Promised } from '@meada/contract/agreements';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { type Query, seenIn, stretchOf } from './stretch.ts';

/** A deadline that was missed. Times of work are business time in milliseconds. */
export type MissedDeadline = {
  id: string;
  conversationId: string;
  protocol: string;
  what: Promised;
  agreement: string;
  inbox: string;
  channel: string;
  team: string | null;
  person: string | null;
  startedAt: Date;
  targetMs: number;
  missedAt: Date;
  endedAt: Date | null;
  spentMs: number | null;
};

/** One page of what was missed in a stretch of days in conversations the reader sees, the latest first, after the one with this id. */
export async function missedPage(
  ctx: Ctx,
  query: Query,
  { after, limit }: { after: string | null; limit: number },
): Promise<MissedDeadline[]> {
  permit(ctx.actor, 'reports.read');
  const { within } = await stretchOf(ctx, query);
  const beyond = after
    ? sql`AND (d.missed_at, d.id) < (SELECT x.missed_at, x.id FROM deadlines x WHERE x.org_id = ${ctx.orgId} AND x.id = ${after})`
    : sql``;
  const { rows } = await sql<Omit<MissedDeadline, 'what'> & { what: string }>`
    SELECT d.id, d.conversation_id AS "conversationId", c.protocol, d.what, a.name AS agreement, b.name AS inbox, b.channel,
      t.name AS team, m.name AS person, d.started_at AS "startedAt", d.target_ms AS "targetMs", d.missed_at AS "missedAt",
      d.ended_at AS "endedAt", d.spent_ms AS "spentMs"
    FROM (${within}) AS d JOIN conversations c ON c.org_id = d.org_id AND c.id = d.conversation_id
    JOIN agreements a ON a.org_id = d.org_id AND a.id = d.agreement_id
    JOIN inboxes b ON b.org_id = d.org_id AND b.id = d.inbox_id
    LEFT JOIN teams t ON t.org_id = d.org_id AND t.id = d.team_id
    LEFT JOIN members m ON m.org_id = d.org_id AND m.id = d.person_id
    WHERE d.missed_at IS NOT NULL AND NOT coalesce(d.kept, false) AND ${seenIn(ctx)} ${beyond}
    ORDER BY d.missed_at DESC, d.id DESC LIMIT ${limit}`.execute(ctx.db);
  return rows.map((row) => ({ ...row, what: Promised.parse(row.what) }));
}
