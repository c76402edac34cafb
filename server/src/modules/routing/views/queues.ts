import type { Queue, QueueCounts } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { type Actor, may } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { standingOf } from '../../hours/index.ts';
import { attendance, type QueueRow, settingsOf } from '../rows/queue.ts';

export const noCounts: QueueCounts = {
  waiting: 0,
  offered: 0,
  active: 0,
  paused: 0,
  longestSince: null,
  escalated: 0,
  tooHeavy: 0,
};

/** The largest capacity among those who may come to take from each queue: its agents, those it overflows to or that stand in. */
const mostIn = (ctx: Ctx, ids: readonly string[]) => sql`
  SELECT q.id AS queue_id, coalesce(max(a.capacity_real_time), 0) AS real_time, coalesce(max(a.capacity_deferred), 0) AS deferred
  FROM queues q
  LEFT JOIN agent_queues g ON g.org_id = q.org_id AND g.queue_id = ANY (ARRAY[q.id, q.after_hours_id] || ARRAY(
    SELECT (jsonb_path_query(q.settings, '$.steps[*].overflowTo[*]') #>> '{}')::uuid))
  LEFT JOIN (agents a JOIN members n ON n.org_id = a.org_id AND n.id = a.person_id AND n.active)
    ON a.org_id = g.org_id AND a.person_id = g.person_id AND a.active
  WHERE q.org_id = ${ctx.orgId} AND q.id = ANY (${[...ids]}::uuid[]) GROUP BY q.id`;

/** How much is in queues now. */
export async function countsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, QueueCounts>> {
  const { rows } = await sql<Omit<QueueCounts, 'longestSince'> & { queue_id: string; longest: Date | null }>`
    WITH most AS MATERIALIZED (${mostIn(ctx, ids)})
    SELECT w.queue_id, count(*) FILTER (WHERE w.state = 'waiting')::int AS waiting,
      count(*) FILTER (WHERE w.state = 'offered')::int AS offered,
      count(*) FILTER (WHERE w.state = 'active')::int AS active,
      count(*) FILTER (WHERE w.state = 'paused')::int AS paused,
      min(w.waiting_since) FILTER (WHERE w.state IN ('waiting', 'offered')) AS longest,
      count(*) FILTER (WHERE w.escalated_at IS NOT NULL AND w.state IN ('waiting', 'offered'))::int AS escalated,
      count(*) FILTER (WHERE w.state = 'waiting'
        AND w.weight > CASE w.class WHEN 'real_time' THEN m.real_time ELSE m.deferred END)::int AS "tooHeavy"
    FROM work_items w JOIN most m ON m.queue_id = w.queue_id WHERE w.org_id = ${ctx.orgId} AND w.done_at IS NULL AND w.queue_id = ANY (${[...ids]}::uuid[])
    GROUP BY w.queue_id`.execute(ctx.db);
  return new Map(
    rows.map(({ queue_id, longest, ...counts }) => [
      queue_id,
      { ...counts, longestSince: longest?.toISOString() ?? null },
    ]),
  );
}

type Row = QueueRow & {
  inboxes: string[];
  agents: string[];
  hours_id: string | null;
  after_hours_id: string | null;
  away_message: string;
};

/** Queues with everything, of those ids; all that stand when none are named. */
export async function queuesById(ctx: Ctx, ids: readonly string[] | null): Promise<Queue[]> {
  const named = ids === null ? sql`true` : sql`q.id = ANY (${[...ids]}::uuid[])`;
  const { rows } = await sql<Row>`
    SELECT q.id, q.name, q.team_id, q.settings, q.is_default, q.position, q.hours_id, q.after_hours_id, q.away_message, ${attendance},
      ARRAY(SELECT i.inbox_id FROM queue_inboxes i WHERE i.org_id = q.org_id AND i.queue_id = q.id ORDER BY 1) AS inboxes,
      ARRAY(SELECT g.person_id FROM agent_queues g JOIN agents a ON a.org_id = g.org_id AND a.person_id = g.person_id
        JOIN members m ON m.org_id = a.org_id AND m.id = a.person_id
        WHERE g.org_id = q.org_id AND g.queue_id = q.id AND a.active AND m.active ORDER BY 1) AS agents
    FROM queues q WHERE q.org_id = ${ctx.orgId} AND q.archived_at IS NULL AND ${named}
    ORDER BY q.position, q.id`.execute(ctx.db);
  const counts = await countsOf(
    ctx,
    rows.map(({ id }) => id),
  );
  const now = ctx.clock.now().getTime();
  return rows.map((row) => ({
    ...{ id: row.id, name: row.name, teamId: row.team_id, isDefault: row.is_default, position: row.position },
    ...{ inboxIds: row.inboxes, agentIds: row.agents, settings: settingsOf(row) },
    ...{ hoursId: row.hours_id, afterHoursId: row.after_hours_id, awayMessage: row.away_message },
    attended: row.hours && standingOf(row.hours, now),
    counts: counts.get(row.id) ?? noCounts,
  }));
}

export const queueById = async (ctx: Ctx, id: string): Promise<Queue> =>
  found((await queuesById(ctx, [id]))[0], 'queue');

/** Queues whose work the actor may see: those they serve, all for who leads. Null: all. */
export async function seenQueues(ctx: Ctx, actor: Actor): Promise<string[] | null> {
  if (may(actor, 'routing.manage')) return null;
  if (actor.kind !== 'person') return [];
  const rows = await ctx.db
    .selectFrom('agent_queues as g')
    .innerJoin('agents as a', (join) =>
      join.onRef('a.org_id', '=', 'g.org_id').onRef('a.person_id', '=', 'g.person_id'),
    )
    .select('g.queue_id')
    .where('g.org_id', '=', ctx.orgId)
    .where('g.person_id', '=', actor.id)
    .where('a.active', '=', true)
    .execute();
  return rows.map(({ queue_id }) => queue_id);
}
