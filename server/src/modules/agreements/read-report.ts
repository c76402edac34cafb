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
import { groups, type ReportGroup, reportGroups } from './report-groups.ts';
import { seenIn, stretchOf } from './stretch.ts';

type Row = {
  by: 'total' | ReportGroup;
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
 * in it and is still open. Numbers are of the whole firm, the list of what was missed is of conversations the reader sees.
 * Throws `not_found` for an id that names nothing. Medians are business time from beginning to end, in minutes.
 */
export async function readReport(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<AgreementReport> {
  permit(ctx.actor, 'reports.read');
  const { from, to, within } = await stretchOf(ctx, query);
  const rows = await sumsOf(ctx, within);
  const of = (by: Row['by']) => linesOf(rows.filter((row) => row.by === by));
  const [total] = of('total');
  return {
    ...{ from, to },
    total: { ...emptyPromises(), ...(total && promisesOf(total)) },
    ...{ agreements: of('agreements'), queues: of('queues'), channels: of('channels') },
    ...{ priorities: of('priorities'), people: of('people'), teams: of('teams') },
    ...{ inboxes: of('inboxes'), days: of('days') },
    missed: await missedIn(ctx, within),
  };
}

/** Each group's sums with the names of its things; what has no name is told by its key. */
async function sumsOf(ctx: Ctx, within: RawBuilder<unknown>): Promise<Row[]> {
  const columns = reportGroups.map((by) => [by, sql.ref(`d.${groups[by][0]}`)] as const);
  const by = columns.map(([name, column]) => sql`WHEN grouping(${column}) = 0 THEN ${sql.lit(name)}`);
  const keys = columns.map(([, column]) => sql`${column}::text`);
  const sets = columns.map(([, column]) => sql`(${column}, d.what)`);
  const names = reportGroups.flatMap((name) => {
    const [, table] = groups[name];
    return table === null
      ? []
      : sql`WHEN ${sql.lit(name)} THEN (SELECT n.name FROM ${sql.table(table)} n WHERE n.org_id = ${ctx.orgId} AND n.id::text = s.key)`;
  });
  const { rows } = await sql<Row>`
    WITH d AS (${within}),
    sums AS (
      SELECT CASE ${sql.join(by, sql` `)} ELSE 'total' END AS by, coalesce(${sql.join(keys)}) AS key, d.what,
        count(*) FILTER (WHERE d.kept)::int AS kept,
        count(*) FILTER (WHERE d.missed_at IS NOT NULL AND NOT coalesce(d.kept, false))::int AS missed,
        count(*) FILTER (WHERE d.ended_at IS NULL)::int AS open,
        (percentile_cont(0.5) WITHIN GROUP (ORDER BY d.spent_ms) FILTER (WHERE d.ended_at IS NOT NULL) / 60000) AS median
      FROM d GROUP BY GROUPING SETS ((d.what), ${sql.join(sets)})
    )
    SELECT s.*, CASE s.by ${sql.join(names, sql` `)} END AS name
    FROM sums s ORDER BY s.by, name, s.key`.execute(ctx.db);
  return rows;
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
    WHERE d.missed_at IS NOT NULL AND NOT coalesce(d.kept, false) AND ${seenIn(ctx)}
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
