import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Agent, Presence } from '../engine/types.ts';

/** An agent as the rows stand, with queues, skills and aptitudes. */
export type AgentRow = {
  person_id: string;
  capacity_real_time: number;
  capacity_deferred: number;
  shift_from: Date | null;
  shift_to: Date | null;
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
    SELECT a.person_id, a.capacity_real_time, a.capacity_deferred, a.shift_from, a.shift_to, a.chosen, a.reason_id, a.reason,
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

/** The router's agent of a row. */
export const agentOf = (row: AgentRow): Agent => ({
  id: row.person_id,
  queues: row.queues,
  skills: row.skills,
  aptitude: row.aptitude,
  capacity: { real_time: row.capacity_real_time, deferred: row.capacity_deferred },
  shift:
    row.shift_from && row.shift_to ? { from: row.shift_from.getTime(), to: row.shift_to.getTime() } : null,
  presence: row.presence,
  reason: row.reason,
  wrapUntil: row.wrap_until?.getTime() ?? null,
  missed: row.missed,
  occupancy: { real_time: row.occupancy_real_time, deferred: row.occupancy_deferred },
  occupancyAt: row.occupancy_at.getTime(),
});
