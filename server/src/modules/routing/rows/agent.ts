import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { type BusinessHours, hoursOfRow, stretchAt } from '../../hours/index.ts';
import type { Agent, Presence } from '../engine/types.ts';

/** An agent as the rows stand, with queues, skills and aptitudes. */
export type AgentRow = {
  person_id: string;
  capacity_real_time: number;
  capacity_deferred: number;
  /** Those of the shift; null: work comes while they are available. */
  hours: BusinessHours | null;
  shift_last_minutes: number;
  chosen: 'available' | 'away';
  reason_id: string | null;
  reason: 'missed_offers' | 'supervisor' | null;
  chosen_at: Date;
  presence: Presence;
  wrap_until: Date | null;
  missed: number;
  occupancy_real_time: number;
  occupancy_deferred: number;
  occupancy_at: Date;
  queues: string[];
  skills: Record<string, number>;
  aptitude: Record<string, number>;
};

/** Agents who may be given work, all or those named: not removed, and their sign-in is not deactivated. */
export async function loadAgents(ctx: Ctx, ids: readonly string[] | null = null): Promise<AgentRow[]> {
  const named = ids === null ? sql`true` : sql`a.person_id = ANY (${[...ids]}::uuid[])`;
  const { rows } = await sql<AgentRow>`
    SELECT a.person_id, a.capacity_real_time, a.capacity_deferred, a.shift_last_minutes, ${hoursOfRow('a')} AS hours, a.chosen, a.reason_id, a.reason,
      CASE WHEN isfinite(a.chosen_at) THEN a.chosen_at ELSE 'epoch' END AS chosen_at, a.presence, a.wrap_until, a.missed,
      a.occupancy_real_time, a.occupancy_deferred, a.occupancy_at,
      ARRAY(SELECT q.queue_id FROM agent_queues q WHERE q.org_id = a.org_id AND q.person_id = a.person_id ORDER BY 1) AS queues,
      (SELECT coalesce(jsonb_object_agg(s.skill_id, s.level), '{}') FROM agent_skills s
        WHERE s.org_id = a.org_id AND s.person_id = a.person_id) AS skills,
      (SELECT coalesce(jsonb_object_agg(p.channel, p.level), '{}') FROM agent_aptitudes p
        WHERE p.org_id = a.org_id AND p.person_id = a.person_id) AS aptitude
    FROM agents a JOIN members m ON m.org_id = a.org_id AND m.id = a.person_id
    WHERE a.org_id = ${ctx.orgId} AND a.active AND m.active AND ${named} ORDER BY a.person_id`.execute(
    ctx.db,
  );
  return rows;
}

/** The shift that runs at an instant (ms), or the next one. */
export const shiftAt = (row: Pick<AgentRow, 'hours' | 'shift_last_minutes'>, at: number): Agent['shift'] =>
  row.hours && { ...stretchAt(row.hours, at), lastMs: row.shift_last_minutes * 60_000 };

/** The router's agent of a row, as their shift stands at an instant (ms). */
export const agentOf = (row: AgentRow, at: number): Agent => ({
  id: row.person_id,
  queues: row.queues,
  skills: row.skills,
  aptitude: row.aptitude,
  capacity: { real_time: row.capacity_real_time, deferred: row.capacity_deferred },
  shift: shiftAt(row, at),
  presence: row.presence,
  reason: row.reason,
  wrapUntil: row.wrap_until?.getTime() ?? null,
  missed: row.missed,
  occupancy: { real_time: row.occupancy_real_time, deferred: row.occupancy_deferred },
  occupancyAt: row.occupancy_at.getTime(),
});

/** Who answers offers lets none pass. */
export const forgetMissed = (ctx: Ctx, agentId: string): Promise<unknown> =>
  ctx.db
    .updateTable('agents')
    .set({ missed: 0 })
    .where('org_id', '=', ctx.orgId)
    .where('person_id', '=', agentId)
    .where('missed', '>', 0)
    .execute();
