import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

/** What rows say after races, asked by queries of their own. */

const listed = async (ctx: Ctx, what: string, query: ReturnType<typeof sql>): Promise<string[]> =>
  (await query.execute(ctx.db)).rows.map((row) => `${what} ${JSON.stringify(row)}`);

/** Guests nobody asked, asking of others than was meant, work that went on by nobody's asking. */
async function handOverWrongs(ctx: Ctx): Promise<string[]> {
  return [
    ...(await listed(
      ctx,
      'guest',
      sql`SELECT c.id, c.guest_id, w.agent_id FROM conversations c LEFT JOIN work_items w ON w.org_id = c.org_id
      AND w.conversation_id = c.id AND w.kind = 'hand_over' AND w.state = 'offered' AND w.done_at IS NULL
      WHERE c.guest_id IS DISTINCT FROM w.agent_id`,
    )),
    ...(await listed(
      ctx,
      'asked of others',
      sql`SELECT w.id FROM work_items w WHERE w.kind = 'hand_over' AND w.done_at IS NULL
      AND (w.state NOT IN ('waiting', 'offered') OR w.agent_id = w.left_by OR w.only_id IS NOT NULL AND w.agent_id IS DISTINCT FROM w.only_id)`,
    )),
    ...(await listed(
      ctx,
      'handed over by somebody who did not ask',
      sql`SELECT s.item_id, s.agent_id FROM work_spells s JOIN work_items w ON w.org_id = s.org_id AND w.id = s.item_id
      WHERE s.what IN ('active', 'paused') AND s.ended = 'handed_over' AND NOT EXISTS (SELECT FROM work_items h
        WHERE h.org_id = w.org_id AND h.conversation_id = w.conversation_id AND h.kind = 'hand_over'
          AND h.left_by = s.agent_id AND s.to_at = greatest(s.from_at, h.done_at))`,
    )),
  ];
}

/** Double assignments, overfull agents, conversations that say something else than their work. */
export async function wrongsIn(ctx: Ctx): Promise<string[]> {
  return [
    ...(await listed(
      ctx,
      'overfull',
      sql`SELECT w.agent_id, w.class, sum(w.weight) AS load FROM work_items w
      JOIN agents a ON a.org_id = w.org_id AND a.person_id = w.agent_id WHERE w.done_at IS NULL GROUP BY w.agent_id, w.class,
      a.capacity_real_time, a.capacity_deferred
      HAVING sum(w.weight) > CASE w.class WHEN 'real_time' THEN a.capacity_real_time ELSE a.capacity_deferred END`,
    )),
    ...(await listed(
      ctx,
      'twice',
      sql`SELECT conversation_id, count(*) FROM work_items WHERE done_at IS NULL
      GROUP BY conversation_id, kind = 'hand_over' HAVING count(*) > 1`,
    )),
    ...(await listed(
      ctx,
      'history',
      sql`SELECT a.item_id, a.what, b.what FROM work_spells a JOIN work_spells b
      ON b.org_id = a.org_id AND b.item_id = a.item_id AND b.id <> a.id AND a.what <> 'wrap_up' AND b.what <> 'wrap_up'
      AND tstzrange(a.from_at, a.to_at) && tstzrange(b.from_at, b.to_at)`,
    )),
    ...(await listed(
      ctx,
      'now',
      sql`SELECT w.id, w.state, s.what, w.agent_id, s.agent_id AS theirs FROM work_items w
      LEFT JOIN work_spells s ON s.org_id = w.org_id AND s.item_id = w.id AND s.to_at IS NULL
      WHERE w.done_at IS NULL AND (s.what IS DISTINCT FROM w.state OR s.agent_id IS DISTINCT FROM w.agent_id)`,
    )),
    ...(await handOverWrongs(ctx)),
    ...(await listed(
      ctx,
      'assignee',
      sql`SELECT w.id, w.state, w.agent_id, c.assignee_id FROM work_items w
      JOIN conversations c ON c.org_id = w.org_id AND c.id = w.conversation_id
      WHERE w.done_at IS NULL AND w.state IN ('active', 'paused') AND c.assignee_id IS DISTINCT FROM w.agent_id`,
    )),
  ];
}

/** Stretches of a presence that overlap; a clock that was set back repeats an hour, and is no fault of theirs. */
export const overlapsIn = (ctx: Ctx): Promise<string[]> =>
  listed(
    ctx,
    'presence',
    sql`SELECT a.person_id, a.presence, b.presence AS beside FROM agent_spells a JOIN agent_spells b
    ON b.org_id = a.org_id AND b.person_id = a.person_id AND b.id <> a.id
    AND tstzrange(a.from_at, a.to_at) && tstzrange(b.from_at, b.to_at)`,
  );

/** Said once more from the rows alone: who waits beside a free agent who may take it and was not asked before. */
export const idleIn = (ctx: Ctx): Promise<string[]> =>
  listed(
    ctx,
    'idle',
    sql`SELECT w.id, a.person_id FROM work_items w
    JOIN agent_queues q ON q.org_id = w.org_id AND q.queue_id = w.queue_id
    JOIN agents a ON a.org_id = q.org_id AND a.person_id = q.person_id
    WHERE w.done_at IS NULL AND w.state = 'waiting' AND a.presence = 'available' AND a.wrap_until IS NULL
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(w.tried) t WHERE t->>'agent' = a.person_id::text)
      AND (w.preferred_id IS NULL OR w.preferred_id = a.person_id)
      AND NOT EXISTS (SELECT FROM work_items h WHERE h.org_id = a.org_id AND h.agent_id = a.person_id AND h.done_at IS NULL
        AND (h.class = 'real_time' OR w.class = 'real_time' AND h.class = 'real_time'))
      AND (w.class = 'real_time' OR (SELECT count(*) FROM work_items h WHERE h.org_id = a.org_id AND h.agent_id = a.person_id
        AND h.done_at IS NULL AND h.class = 'deferred') < a.capacity_deferred)`,
  );

/** How hand-overs ended, counted. */
export async function handOverEnds(ctx: Ctx): Promise<Record<string, number>> {
  const { rows } = await sql<{ ended: string; n: number }>`
    SELECT s.ended, count(*)::int AS n FROM work_items w JOIN LATERAL (SELECT s.ended FROM work_spells s
      WHERE s.org_id = w.org_id AND s.item_id = w.id ORDER BY s.to_at DESC NULLS FIRST, s.id DESC LIMIT 1) s ON true
    WHERE w.kind = 'hand_over' AND w.state = 'done' GROUP BY 1`.execute(ctx.db);
  return Object.fromEntries(rows.map(({ ended, n }) => [ended, n]));
}
