import type { QueueDay } from '@meada/contract/routes/wallboard';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { visitsIn } from '../rows/visits.ts';
import { estimateWait } from './estimate.ts';

export type Asked = { hours: number; realTime: number; deferred: number };

type Row = Omit<QueueDay, 'estimate' | 'told'> & {
  waiting: number;
  paceBegun: number;
  paceBusyMs: number;
  judged: number;
  toldRight: number;
};

/** Stretches this much older than asked for are read as well: they say whether a wait goes on or begins (ms). */
const marginMs = 6 * 3_600_000;
/** The pace is that of so long (ms). */
const paceMs = 3_600_000;

/**
 * Whether the customer of a wait (`v`, of the item `w`) left meanwhile and has not come back by themselves. What somebody
 * resolved or answered without beginning it was left by nobody.
 */
const hasLeft = sql`EXISTS (SELECT FROM abandonments a WHERE a.org_id = w.org_id AND a.conversation_id = w.conversation_id
  AND a.kind = 'chat_left' AND a.state <> 'returned' AND a.at BETWEEN v.came AND v.left_at)`;

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
    WITH ${visitsIn(ctx, read)},
    waits AS (
      SELECT v.*, w.class, least(coalesce(begun_at, left_at), ${now}) AS until,
        begun_at IS NULL AND ${hasLeft} AS gone,
        begun_at IS NULL AND left_at < 'infinity' AND ended IN ('answered', 'resolved', 'pending', 'snoozed')
          AND NOT ${hasLeft} AS settled
      FROM visits v JOIN work_items w ON w.org_id = ${ctx.orgId} AND w.id = v.item_id AND w.kind <> 'hand_over'),
    busy AS (
      SELECT queue_id, (SELECT sum(extract(epoch FROM upper(r) - lower(r))) * 1000 FROM unnest(range_agg(
        tstzrange(greatest(came, ${paceFrom}), greatest(until, came, ${paceFrom})))) AS r) AS ms
      FROM waits WHERE until > ${paceFrom} AND line GROUP BY queue_id),
    judged AS (
      SELECT t.queue_id, count(*)::int AS n, count(*) FILTER (WHERE t.ended = 'begun' AND t.ended_at BETWEEN
        t.promised_at + make_interval(mins => t.promised_low) AND t.promised_at + make_interval(mins => t.promised_high))::int AS good
      FROM told_waits t WHERE t.org_id = ${ctx.orgId} AND t.promised_at > ${since} AND (t.ended = 'begun'
        OR coalesce(t.ended_at, ${now}) > t.promised_at + make_interval(mins => t.promised_high)) GROUP BY t.queue_id)
    SELECT q.id AS "queueId",
      count(v.item_id) FILTER (WHERE v.came > ${since})::int AS arrived,
      count(v.begun_at) FILTER (WHERE v.came > ${since})::int AS begun,
      count(*) FILTER (WHERE v.came > ${since} AND v.begun_at - v.came <= make_interval(secs =>
        CASE v.class WHEN 'real_time' THEN ${realTime}::int ELSE ${deferred}::int END))::int AS within,
      count(*) FILTER (WHERE v.came > ${since} AND v.gone)::int AS abandoned,
      count(*) FILTER (WHERE v.came > ${since} AND v.settled)::int AS settled,
      round(avg(extract(epoch FROM v.begun_at - v.came)) FILTER (WHERE v.came > ${since}) * 1000)::float8 AS "meanWaitMs",
      round(max(extract(epoch FROM v.until - v.came)) FILTER (WHERE v.came > ${since}) * 1000)::float8 AS "longestWaitMs",
      count(*) FILTER (WHERE v.left_at = 'infinity' AND v.begun_at IS NULL)::int AS waiting,
      count(*) FILTER (WHERE v.begun_at > ${paceFrom} AND v.line)::int AS "paceBegun",
      coalesce((SELECT b.ms FROM busy b WHERE b.queue_id = q.id), 0)::float8 AS "paceBusyMs",
      coalesce((SELECT j.n FROM judged j WHERE j.queue_id = q.id), 0)::int AS judged,
      coalesce((SELECT j.good FROM judged j WHERE j.queue_id = q.id), 0)::int AS "toldRight"
    FROM queues q LEFT JOIN waits v ON v.queue_id = q.id
    WHERE q.org_id = ${ctx.orgId} AND q.archived_at IS NULL
    GROUP BY q.id, q.position ORDER BY q.position, q.id`.execute(ctx.db);
  return rows.map(({ waiting, paceBegun, paceBusyMs, judged, toldRight, ...day }) => ({
    ...day,
    told: { judged, right: toldRight },
    estimate: estimateWait(waiting, { begun: paceBegun, busyMs: paceBusyMs }),
  }));
}
