import { Promised } from '@meada/contract/agreements';
import type {
  AgreementReport,
  Kept,
  ReportLine,
  readAgreementReport as route,
} from '@meada/contract/routes/agreements';
import { type RawBuilder, sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { stretchOf } from './stretch.ts';

type Row = {
  by: 'total' | 'agreements' | 'people' | 'teams' | 'inboxes' | 'days';
  key: string | null;
  name: string | null;
  what: Promised;
  kept: number;
  missed: number;
  open: number;
  median: number | null;
};

const nothing: Kept = { kept: 0, missed: 0, open: 0, median: null };
const missedAtMost = 100;

/**
 * How deadlines were kept in a stretch of the firm's days (the last 30 unless told): what ended in it, and what was missed
 * in it and is still open. Throws `not_found` for an id that names nothing. Medians are business time from beginning to end, in minutes.
 */
export async function readReport(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<AgreementReport> {
  permit(ctx.actor, 'reports.read');
  const { from, to, within } = await stretchOf(ctx, query);
  const { rows } = await sql<Row>`
    WITH d AS (${within}),
    sums AS (
      SELECT CASE WHEN grouping(d.agreement_id) = 0 THEN 'agreements' WHEN grouping(d.person_id) = 0 THEN 'people'
          WHEN grouping(d.team_id) = 0 THEN 'teams' WHEN grouping(d.inbox_id) = 0 THEN 'inboxes'
          WHEN grouping(d.day) = 0 THEN 'days' ELSE 'total' END AS by,
        coalesce(d.agreement_id::text, d.person_id::text, d.team_id::text, d.inbox_id::text, d.day) AS key, d.what,
        count(*) FILTER (WHERE d.kept)::int AS kept,
        count(*) FILTER (WHERE d.missed_at IS NOT NULL AND NOT coalesce(d.kept, false))::int AS missed,
        count(*) FILTER (WHERE d.ended_at IS NULL)::int AS open,
        (percentile_cont(0.5) WITHIN GROUP (ORDER BY d.spent_ms) FILTER (WHERE d.ended_at IS NOT NULL) / 60000) AS median
      FROM d GROUP BY GROUPING SETS ((d.what), (d.agreement_id, d.what), (d.person_id, d.what), (d.team_id, d.what),
        (d.inbox_id, d.what), (d.day, d.what))
    )
    SELECT s.*, CASE s.by WHEN 'agreements' THEN (SELECT name FROM agreements a WHERE a.org_id = ${ctx.orgId} AND a.id::text = s.key)
        WHEN 'people' THEN (SELECT name FROM members m WHERE m.org_id = ${ctx.orgId} AND m.id::text = s.key)
        WHEN 'teams' THEN (SELECT name FROM teams t WHERE t.org_id = ${ctx.orgId} AND t.id::text = s.key)
        WHEN 'inboxes' THEN (SELECT name FROM inboxes b WHERE b.org_id = ${ctx.orgId} AND b.id::text = s.key) END AS name
    FROM sums s ORDER BY s.by, name, s.key`.execute(ctx.db);
  const of = (by: Row['by']) => linesOf(rows.filter((row) => row.by === by));
  const [total] = of('total');
  return {
    ...{ from, to },
    total: { ...emptyPromises(), ...(total && promisesOf(total)) },
    agreements: of('agreements'),
    people: of('people'),
    teams: of('teams'),
    inboxes: of('inboxes'),
    days: of('days'),
    missed: await missedIn(ctx, within),
  };
}

const emptyPromises = () => ({ first_answer: nothing, next_answer: nothing, resolution: nothing });
const promisesOf = ({ first_answer, next_answer, resolution }: ReportLine) => ({
  first_answer,
  next_answer,
  resolution,
});

function linesOf(rows: readonly Row[]): ReportLine[] {
  return [...Map.groupBy(rows, ({ key }) => key)].map(([key, list]) => ({
    key,
    name: list[0]?.name ?? null,
    ...emptyPromises(),
    ...Object.fromEntries(
      list.map(({ what, kept, missed, open, median }) => [
        what,
        { kept, missed, open, median: median === null ? null : Math.round(median * 10) / 10 },
      ]),
    ),
  }));
}

type MissedRow = {
  conversation_id: string;
  protocol: string;
  what: Promised;
  agreement: string;
  due_at: Date | null;
  missed_at: Date;
  ended_at: Date | null;
  person: string | null;
};

async function missedIn(ctx: Ctx, within: RawBuilder<unknown>): Promise<AgreementReport['missed']> {
  const { rows } = await sql<MissedRow>`
    SELECT d.conversation_id, c.protocol, d.what, a.name AS agreement, d.due_at, d.missed_at, d.ended_at, m.name AS person
    FROM (${within}) AS d JOIN conversations c ON c.org_id = d.org_id AND c.id = d.conversation_id
    JOIN agreements a ON a.org_id = d.org_id AND a.id = d.agreement_id
    LEFT JOIN members m ON m.org_id = d.org_id AND m.id = d.person_id
    WHERE d.missed_at IS NOT NULL AND NOT coalesce(d.kept, false)
    ORDER BY d.missed_at DESC, d.id LIMIT ${missedAtMost}`.execute(ctx.db);
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    protocol: row.protocol,
    what: Promised.parse(row.what),
    agreement: row.agreement,
    dueAt: row.due_at?.toISOString() ?? null,
    missedAt: row.missed_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    person: row.person,
  }));
}
