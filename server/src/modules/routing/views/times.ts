import type { AgentTimes } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

export type Stretch = { personId: string; from: Date; to: Date };

type Row = Omit<AgentTimes, 'personId' | 'away'> & { away: AgentTimes['away'] };

/** Stretches that began longer ago than this are not looked for (ms). */
const longestMs = 31 * 86_400_000;

/** Milliseconds in a multirange of times. */
const length = (ranges: ReturnType<typeof sql>) =>
  sql`coalesce((SELECT round(sum(extract(epoch FROM upper(one) - lower(one))) * 1000) FROM unnest(${ranges}) AS one), 0)::float8`;

/**
 * What an agent's time went to, from the stretches themselves: overlapping work of a class counts once, idle is being
 * available outside all work and wrap-up.
 */
export async function timesOf(ctx: Ctx, { personId, from, to }: Stretch): Promise<AgentTimes> {
  const now = ctx.clock.now();
  const since = new Date(from.getTime() - longestMs);
  const clip = sql`tstzrange(greatest(s.from_at, ${from}), least(greatest(coalesce(s.to_at, ${now}), s.from_at), ${to}))`;
  const inside = sql`s.from_at < ${to} AND s.from_at > ${since} AND (s.to_at IS NULL OR s.to_at > ${from})`;
  const all = (of: ReturnType<typeof sql>) =>
    sql`coalesce((SELECT range_agg(r) FROM work WHERE ${of}), '{}'::tstzmultirange)`;
  const { rows } = await sql<Row>`
    WITH work AS MATERIALIZED (
      SELECT s.item_id, s.what, w.class, s.why, s.ended, s.from_at, ${clip} AS r FROM work_spells s
      JOIN work_items w ON w.org_id = s.org_id AND w.id = s.item_id
      WHERE s.org_id = ${ctx.orgId} AND s.agent_id = ${personId} AND ${inside}),
    here AS MATERIALIZED (
      SELECT s.presence, s.reason_id, s.reason, ${clip} AS r FROM agent_spells s
      WHERE s.org_id = ${ctx.orgId} AND s.person_id = ${personId} AND ${inside}),
    sums AS (SELECT
      ${all(sql`what = 'active' AND class = 'real_time'`)} AS contact, ${all(sql`what = 'active' AND class = 'deferred'`)} AS deferred,
      ${all(sql`what = 'paused'`)} AS paused, ${all(sql`what = 'wrap_up'`)} AS wrap,
      coalesce((SELECT range_agg(r) FROM here WHERE presence = 'available'), '{}'::tstzmultirange) AS there)
    SELECT ${length(sql`there`)} AS "availableMs",
      coalesce((SELECT sum(a.ms) FROM (SELECT round(extract(epoch FROM upper(r) - lower(r)) * 1000) AS ms FROM here WHERE presence = 'away') a), 0)::float8 AS "awayMs",
      coalesce((SELECT jsonb_agg(jsonb_build_object('reasonId', reason_id, 'reason', reason, 'ms', ms) ORDER BY ms DESC) FROM (
        SELECT reason_id, reason, round(sum(extract(epoch FROM upper(r) - lower(r))) * 1000)::int8 AS ms FROM here
        WHERE presence = 'away' GROUP BY reason_id, reason) a), '[]') AS away,
      ${length(sql`contact`)} AS "realTimeMs", ${length(sql`deferred`)} AS "deferredMs", ${length(sql`paused`)} AS "pausedMs",
      ${length(sql`wrap`)} AS "wrapUpMs", ${length(sql`there - contact - deferred - wrap`)} AS "idleMs",
      (SELECT count(*) FROM work WHERE what = 'active' AND from_at >= ${from} AND why <> 'real_time_over')::int AS begun,
      (SELECT round(sum(extract(epoch FROM upper(r) - lower(r))) * 1000 / nullif(count(DISTINCT item_id), 0))::float8 FROM work WHERE what = 'active') AS "meanHandlingMs",
      (SELECT count(*) FROM work WHERE what = 'offered')::int AS offers,
      (SELECT count(*) FROM work WHERE what = 'offered' AND ended = 'timed_out')::int AS missed,
      (SELECT count(*) FROM work WHERE what = 'offered' AND ended = 'declined')::int AS declined
    FROM sums`.execute(ctx.db);
  const row = rows[0] as Row;
  return { personId, ...row };
}
