import type { QueueDay } from '@meada/contract/routes/wallboard';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { estimateWait } from './estimate.ts';

export type Asked = { hours: number; realTime: number; deferred: number };

type Row = Omit<QueueDay, 'estimate'> & { waiting: number; paceBegun: number; paceBusyMs: number };

/** Stretches this much older than asked for are read as well: they say whether a wait goes on or begins (ms). */
const marginMs = 6 * 3_600_000;
/** The pace is that of so long (ms). */
const paceMs = 3_600_000;

/**
 * How those fared who entered each queue in the last hours. A wait is what lies between entering and being begun, however
 * often it was offered meanwhile; what somebody answered or was given by hand without that is no wait of the queue's.
 */
export async function queueDays(ctx: Ctx, { hours, realTime, deferred }: Asked): Promise<QueueDay[]> {
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - hours * 3_600_000);
  const read = new Date(since.getTime() - marginMs);
  const paceFrom = new Date(now.getTime() - paceMs);
  const { rows } = await sql<Row>`
    WITH spells AS (
      SELECT s.item_id, s.queue_id, s.what, s.from_at, s.ended, coalesce(s.to_at, 'infinity') AS to_at,
        s.what IN ('waiting', 'offered') AS waits,
        lag(s.what IN ('waiting', 'offered')) OVER byTime AS waited
      FROM work_spells s WHERE s.org_id = ${ctx.orgId} AND s.from_at > ${read} AND s.what <> 'wrap_up'
      WINDOW byTime AS (PARTITION BY s.item_id ORDER BY s.from_at, coalesce(s.to_at, 'infinity'))),
    numbered AS (
      SELECT *, sum((waits AND waited IS NOT TRUE)::int) OVER (PARTITION BY item_id ORDER BY from_at, to_at) AS visit
      FROM spells),
    visits AS (
      SELECT item_id, (array_agg(queue_id ORDER BY from_at, to_at))[1] AS queue_id, min(from_at) AS came,
        min(from_at) FILTER (WHERE what = 'active') AS begun_at,
        max(to_at) FILTER (WHERE waits) AS left_at,
        (array_agg(ended ORDER BY from_at DESC, to_at DESC))[1] AS ended
      FROM numbered WHERE visit > 0 GROUP BY item_id, visit),
    waits AS (
      SELECT v.*, w.class, least(coalesce(begun_at, left_at), ${now}) AS until,
        begun_at IS NULL AND left_at < 'infinity' AND ended NOT IN ('answered', 'assigned', 'merged') AS gone
      FROM visits v JOIN work_items w ON w.org_id = ${ctx.orgId} AND w.id = v.item_id),
    busy AS (
      SELECT queue_id, (SELECT sum(extract(epoch FROM upper(r) - lower(r))) * 1000 FROM unnest(range_agg(
        tstzrange(greatest(came, ${paceFrom}), greatest(until, came, ${paceFrom})))) AS r) AS ms
      FROM waits WHERE until > ${paceFrom} GROUP BY queue_id)
    SELECT q.id AS "queueId",
      count(v.item_id) FILTER (WHERE v.came > ${since})::int AS arrived,
      count(v.begun_at) FILTER (WHERE v.came > ${since})::int AS begun,
      count(*) FILTER (WHERE v.came > ${since} AND v.begun_at - v.came <= make_interval(secs =>
        CASE v.class WHEN 'real_time' THEN ${realTime}::int ELSE ${deferred}::int END))::int AS within,
      count(*) FILTER (WHERE v.came > ${since} AND v.gone)::int AS abandoned,
      round(avg(extract(epoch FROM v.begun_at - v.came)) FILTER (WHERE v.came > ${since}) * 1000)::float8 AS "meanWaitMs",
      round(max(extract(epoch FROM v.until - v.came)) FILTER (WHERE v.came > ${since}) * 1000)::float8 AS "longestWaitMs",
      count(*) FILTER (WHERE v.left_at = 'infinity' AND v.begun_at IS NULL)::int AS waiting,
      count(*) FILTER (WHERE v.begun_at > ${paceFrom})::int AS "paceBegun",
      coalesce((SELECT b.ms FROM busy b WHERE b.queue_id = q.id), 0)::float8 AS "paceBusyMs"
    FROM queues q LEFT JOIN waits v ON v.queue_id = q.id
    WHERE q.org_id = ${ctx.orgId} AND q.archived_at IS NULL
    GROUP BY q.id, q.position ORDER BY q.position, q.id`.execute(ctx.db);
  return rows.map(({ waiting, paceBegun, paceBusyMs, ...day }) => ({
    ...day,
    estimate: estimateWait(waiting, { begun: paceBegun, busyMs: paceBusyMs }),
  }));
}
