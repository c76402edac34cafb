import { type RawBuilder, sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { jumpSince } from '../engine/steady.ts';
import type { Mind, Monotonic } from './mind.ts';

type Desk = { kernel: Kernel; orgId: string; self: string; monotonic: Monotonic; mind: Mind | null };

/**
 * Somebody has set the wall clock forth or back: what routing has promised for a time of the old clock is promised for the same
 * moment of the new one. So no offer, wrap-up or time of grace ends early or stands for an hour, whoever waits keeps their place in
 * line, and people and router go on by one clock. True when it was so: everything is to be read anew.
 */
export async function carryOver({ kernel, orgId, self: by, monotonic, mind }: Desk): Promise<boolean> {
  if (!mind) return false;
  const jump = jumpSince(mind.reading, kernel.clock.now().getTime(), monotonic());
  if (jump === 0) return false;
  kernel.log.warn('the clock was set: routing goes on by the new one', { orgId, ms: Math.round(jump) });
  await inTransaction(kernel, systemActor(orgId), (ctx) =>
    moveTimes(ctx, { mind, ms: Math.round(jump), by }),
  );
  mind.reading = null;
  for (const asked of mind.state.asked.values()) asked.at += jump;
  return true;
}

type Moving = { mind: Mind; ms: number; by: string };

/** Only rows that still are as the router knew them before the jump: the others were written by the new clock. */
async function moveTimes(ctx: Ctx, { mind, ms, by }: Moving): Promise<void> {
  const far = sql`${ms} * interval '1 millisecond'`;
  await moveWraps(ctx, mind, far);
  const known = JSON.stringify([...mind.rows.values()].map(({ id, version }) => ({ id, version })));
  const { rows } = await sql<Moved>`
    WITH held AS (
      SELECT w.id FROM work_items w JOIN jsonb_to_recordset(${known}::jsonb) AS r(id uuid, version int4)
        ON r.id = w.id AND r.version = w.version
      WHERE w.org_id = ${ctx.orgId} AND w.done_at IS NULL ORDER BY w.id FOR NO KEY UPDATE OF w)
    UPDATE work_items w SET version = w.version + 1, arrived_at = w.arrived_at + ${far}, urgency = w.urgency + ${ms},
      waiting_since = w.waiting_since + ${far}, since = w.since + ${far}, until = w.until + ${far},
      grace_until = w.grace_until + ${far}, silent_from = w.silent_from + ${far}, ends_at = w.ends_at + ${far},
      tried = (SELECT coalesce(jsonb_agg(t || jsonb_build_object('until', (t ->> 'until')::float8 + ${ms}) ORDER BY nth), '[]')
        FROM jsonb_array_elements(w.tried) WITH ORDINALITY AS e(t, nth))
    FROM held WHERE w.org_id = ${ctx.orgId} AND w.id = held.id
    RETURNING w.id AS "itemId", w.conversation_id AS "conversationId", w.queue_id AS "queueId", w.state, w.agent_id AS "agentId"`.execute(
    ctx.db,
  );
  const ids = rows.map(({ itemId }) => itemId);
  // What runs has lasted as long as it has.
  await sql`UPDATE work_spells SET from_at = from_at + ${far}
    WHERE org_id = ${ctx.orgId} AND item_id = ANY (${ids}::uuid[]) AND to_at IS NULL`.execute(ctx.db);
  // Screens count down what rings.
  for (const { state, ...row } of rows)
    if (state === 'offered')
      ctx.emit({ name: 'work.changed', facts: { ...row, state, formerId: null, why: 'changed', by } });
}

/** Wrap-ups of agents, and how long they have stood as they stand. */
async function moveWraps(ctx: Ctx, { agents }: Mind, far: RawBuilder<unknown>): Promise<void> {
  const known = [...agents.values()].map(({ person_id: id, wrap_until: until, presence }) => ({
    id,
    until,
    presence,
  }));
  await sql`
    WITH held AS (
      SELECT a.person_id, r.until FROM agents a
      JOIN jsonb_to_recordset(${JSON.stringify(known)}::jsonb) AS r(id uuid, until timestamptz, presence text)
        ON r.id = a.person_id AND r.presence = a.presence
      WHERE a.org_id = ${ctx.orgId} ORDER BY a.person_id FOR NO KEY UPDATE OF a),
    stood AS (
      UPDATE agent_spells s SET from_at = s.from_at + ${far} FROM held
      WHERE s.org_id = ${ctx.orgId} AND s.person_id = held.person_id AND s.to_at IS NULL)
    UPDATE agents a SET wrap_until = a.wrap_until + ${far} FROM held
    WHERE a.org_id = ${ctx.orgId} AND a.person_id = held.person_id AND a.wrap_until = held.until`.execute(
    ctx.db,
  );
}

type Moved = {
  itemId: string;
  conversationId: string | null;
  queueId: string;
  state: string;
  agentId: string | null;
};
