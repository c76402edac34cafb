import type { QueueDay } from '@meada/contract/routes/wallboard';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { visitsIn } from '../rows/visits.ts';
import { estimateWait } from './estimate.ts';

export type Asked = { hours: number; realTime: number; deferred: number };

type Row = Omit<QueueDay, 'estimate' | 'told' | 'nextOverdueAt'> & {
  nextOverdue: Date | null;
  waiting: number;
  paceBegun: number;
  paceBusyMs: number;
  judged: number;
  toldRight: number;
};

/** Stretches this much older than asked for are read as well: they say whether a wait goes on or begins (ms). */
const marginMs = 6 * 3_600_000;
/** The pace of who waits at the other end, over so long (ms): deferred work has no line that somebody comes into. */
const paceMs = 3_600_000;

/**
 * Whether the customer of a wait (`v`, of the item `w`) left meanwhile and has not come back by themselves. What somebody
 * resolved or answered without beginning it was left by nobody.
 */
const hasLeft = sql`EXISTS (SELECT FROM abandonments a WHERE a.org_id = w.org_id AND a.conversation_id = w.conversation_id
  AND a.kind = 'chat_left' AND a.state <> 'returned' AND a.at BETWEEN v.came AND v.left_at)`;

/**
 * Who waits now, by queue (`overdue`): how many longer than asked for, and when the next will have. Whenever they came: who was
 * forgotten the day before yesterday waits today. The usual service level knows nothing of them until somebody begins, and stays
 * at 100 % while nobody is answered at all.
 */
const overdueNow = (ctx: Ctx, { realTime, deferred }: Asked, now: Date) => sql`
  limits AS (
    SELECT w.queue_id, w.waiting_since + make_interval(secs =>
      CASE w.class WHEN 'real_time' THEN ${realTime}::int ELSE ${deferred}::int END) AS until
    FROM work_items w WHERE w.org_id = ${ctx.orgId} AND w.done_at IS NULL AND w.state IN ('waiting', 'offered')
      AND w.kind <> 'hand_over'),
  overdue AS (
    SELECT queue_id, count(*) FILTER (WHERE until < ${now})::int AS n, min(until) FILTER (WHERE until >= ${now}) AS next
    FROM limits GROUP BY queue_id)`;

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
    WITH ${visitsIn(ctx, read)}, ${overdueNow(ctx, { hours, realTime, deferred }, now)},
    waits AS (
      SELECT v.*, w.class, least(coalesce(begun_at, left_at), ${now}) AS until,
        begun_at IS NULL AND ${hasLeft} AS gone,
        begun_at IS NULL AND left_at < 'infinity' AND ended IN ('answered', 'resolved', 'pending', 'snoozed', 'task_done')
          AND NOT ${hasLeft} AS settled
      FROM visits v JOIN work_items w ON w.org_id = ${ctx.orgId} AND w.id = v.item_id AND w.kind <> 'hand_over'),
    busy AS (
      SELECT queue_id, (SELECT sum(extract(epoch FROM upper(r) - lower(r))) * 1000 FROM unnest(range_agg(
        tstzrange(greatest(came, ${paceFrom}), greatest(until, came, ${paceFrom})))) AS r) AS ms
      FROM waits WHERE until > ${paceFrom} AND line AND class = 'real_time' GROUP BY queue_id),
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
      coalesce(o.n, 0) AS overdue, o.next AS "nextOverdue",
      round(avg(extract(epoch FROM v.begun_at - v.came)) FILTER (WHERE v.came > ${since}) * 1000)::float8 AS "meanWaitMs",
      round(max(extract(epoch FROM v.until - v.came)) FILTER (WHERE v.came > ${since}) * 1000)::float8 AS "longestWaitMs",
      count(*) FILTER (WHERE v.left_at = 'infinity' AND v.begun_at IS NULL AND v.class = 'real_time')::int AS waiting,
      count(*) FILTER (WHERE v.begun_at > ${paceFrom} AND v.line AND v.class = 'real_time')::int AS "paceBegun",
      coalesce((SELECT b.ms FROM busy b WHERE b.queue_id = q.id), 0)::float8 AS "paceBusyMs",
      coalesce((SELECT j.n FROM judged j WHERE j.queue_id = q.id), 0)::int AS judged,
      coalesce((SELECT j.good FROM judged j WHERE j.queue_id = q.id), 0)::int AS "toldRight"
    FROM queues q LEFT JOIN waits v ON v.queue_id = q.id LEFT JOIN overdue o ON o.queue_id = q.id
    WHERE q.org_id = ${ctx.orgId} AND q.archived_at IS NULL
    GROUP BY q.id, q.position, o.n, o.next ORDER BY q.position, q.id`.execute(ctx.db);
  return rows.map(({ waiting, paceBegun, paceBusyMs, judged, toldRight, nextOverdue, ...day }) => ({
    ...day,
    nextOverdueAt: nextOverdue?.toISOString() ?? null,
    told: { judged, right: toldRight },
    estimate: estimateWait(waiting, { begun: paceBegun, busyMs: paceBusyMs }),
  }));
}
