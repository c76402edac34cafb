import type { AnswerOf } from '@meada/contract/route';
import type { readForecast } from '@meada/contract/routes/forecast';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { today } from './filter.ts';

/** What the forecast reads: sums of deals and of their moves, by SQL alone. */

type Answer = AnswerOf<typeof readForecast>;
export type Wanted = {
  pipelineId: string;
  ownerId?: string | undefined;
  /** First and last day, where the organisation is. */
  from?: string | undefined;
  to?: string | undefined;
};

const zone = sql`(SELECT time_zone FROM organisations WHERE id = d.org_id)`;

const ofWanted = (ctx: Ctx, { pipelineId, ownerId }: Wanted): RawBuilder<unknown> =>
  sql`d.org_id = ${ctx.orgId} AND d.pipeline_id = ${pipelineId} AND d.deleted_at IS NULL
    AND ${ownerId ? sql`d.owner_id = ${ownerId}` : sql`true`}`;

const within = (moment: RawBuilder<unknown>, { from, to }: Wanted): RawBuilder<unknown> =>
  sql`${from ? sql`(${moment} AT TIME ZONE ${zone})::date >= ${from}::date` : sql`true`}
    AND ${to ? sql`(${moment} AT TIME ZONE ${zone})::date <= ${to}::date` : sql`true`}`;

/** Open deals by the month they are expected in: what is overdue counts for this month, what lies beyond a year is left out. */
export async function monthsAhead(ctx: Ctx, wanted: Wanted): Promise<Answer['months']> {
  const { rows } = await sql<Answer['months'][number]>`
    SELECT CASE WHEN d.expected_on IS NOT NULL THEN to_char(greatest(d.expected_on, ${today(ctx)}), 'YYYY-MM') END AS month, d.currency, count(*)::int AS count,
      sum(d.value)::float8 AS value, round(sum(d.value * s.probability) / 100.0)::float8 AS weighted
    FROM deals d JOIN stages s ON s.org_id = d.org_id AND s.id = d.stage_id
    WHERE ${ofWanted(ctx, wanted)} AND d.outcome = 'open'
      AND (d.expected_on IS NULL OR d.expected_on < date_trunc('month', ${today(ctx)}) + interval '12 months')
    GROUP BY 1, 2 ORDER BY 1 NULLS LAST, 2`.execute(ctx.db);
  return rows;
}

/** What was won and lost, by reason. */
export async function closedBy(ctx: Ctx, wanted: Wanted): Promise<Answer['closed']> {
  const { rows } = await sql<Answer['closed'][number]>`
    SELECT d.outcome, d.reason_id AS "reasonId", d.currency, count(*)::int AS count, sum(d.value)::float8 AS value
    FROM deals d WHERE ${ofWanted(ctx, wanted)} AND d.outcome <> 'open' AND ${within(sql`d.closed_at`, wanted)}
    GROUP BY 1, 2, 3 ORDER BY 1 DESC, 5 DESC, 2`.execute(ctx.db);
  return rows;
}

/**
 * For each stage in use: deals that came into it, each once; how many of them later came into a later open stage or were
 * won, how many were lost, and the median of days until they first left it.
 */
export async function passing(ctx: Ctx, wanted: Wanted): Promise<Answer['stages']> {
  const { rows } = await sql<Answer['stages'][number]>`
    WITH moved AS (
      SELECT m.deal_id, m.to_id, m.at, m.id, lead(m.at) OVER (PARTITION BY m.deal_id ORDER BY m.at, m.id) AS left_at
      FROM deal_moves m JOIN deals d ON d.org_id = m.org_id AND d.id = m.deal_id
      WHERE m.org_id = ${ctx.orgId} AND ${ofWanted(ctx, wanted)}
    ), came AS (
      SELECT DISTINCT ON (v.deal_id, v.to_id) v.* FROM moved v JOIN deals d ON d.org_id = ${ctx.orgId} AND d.id = v.deal_id
      WHERE ${within(sql`v.at`, wanted)} ORDER BY v.deal_id, v.to_id, v.at, v.id
    )
    SELECT s.id AS "stageId", count(c.deal_id)::int AS entered, count(*) FILTER (WHERE ${laterIn(advancing)})::int AS advanced,
      count(*) FILTER (WHERE ${laterIn(sql`n.category = 'lost'`)})::int AS lost,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.left_at - c.at) / 86400.0)::float8 AS days
    FROM stages s LEFT JOIN came c ON c.to_id = s.id
    WHERE s.org_id = ${ctx.orgId} AND s.pipeline_id = ${wanted.pipelineId} AND s.archived_at IS NULL
    GROUP BY s.id, s.position ORDER BY s.position`.execute(ctx.db);
  return rows;
}

const advancing = sql`(n.category = 'won' OR (n.category = 'open' AND n.position > s.position))`;
const laterIn = (which: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`c.deal_id IS NOT NULL AND EXISTS (SELECT FROM moved l JOIN stages n ON n.org_id = s.org_id AND n.id = l.to_id
    WHERE l.deal_id = c.deal_id AND (l.at, l.id) > (c.at, c.id) AND ${which})`;

/** Median days from made to won. */
export async function cycleOf(ctx: Ctx, wanted: Wanted): Promise<number | null> {
  const { rows } = await sql<{ days: number | null }>`
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.closed_at - d.created_at) / 86400.0)::float8 AS days
    FROM deals d WHERE ${ofWanted(ctx, wanted)} AND d.outcome = 'won' AND ${within(sql`d.closed_at`, wanted)}`.execute(
    ctx.db,
  );
  return rows[0]?.days ?? null;
}
