import type { Agent, AgentState } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { type BusinessHours, hoursOfRow, type Span } from '../../hours/index.ts';
import { shiftAt } from '../rows/agent.ts';

type Row = {
  personId: string;
  name: string;
  presence: AgentState['presence'];
  presenceSince: Date;
  reasonId: string | null;
  reason: AgentState['reason'];
  wrapUntil: Date | null;
  most_real_time: number;
  most_deferred: number;
  real_time: number;
  deferred: number;
  hours: BusinessHours | null;
  hours_id: string | null;
  shift_last_minutes: number;
  queueIds: string[];
  skills: Agent['skills'];
  aptitudes: Agent['aptitudes'];
};

/** Agents with what is set for them and how they stand, by name; those named, or all. */
export async function agentsById(ctx: Ctx, ids: readonly string[] | null): Promise<Agent[]> {
  const named = ids === null ? sql`true` : sql`a.person_id = ANY (${[...ids]}::uuid[])`;
  const load = (
    of: string,
  ) => sql`(SELECT coalesce(sum(w.weight), 0)::int FROM work_items w WHERE w.org_id = a.org_id
    AND w.agent_id = a.person_id AND w.done_at IS NULL AND w.class = ${of})`;
  const { rows } = await sql<Row>`
    SELECT a.person_id AS "personId", m.name, a.presence, a.presence_at AS "presenceSince", a.wrap_until AS "wrapUntil",
      CASE WHEN a.presence = 'away' THEN a.reason_id END AS "reasonId", CASE WHEN a.presence = 'away' THEN a.reason END AS reason,
      a.capacity_real_time AS most_real_time, a.capacity_deferred AS most_deferred,
      a.hours_id, a.shift_last_minutes, ${hoursOfRow('a')} AS hours,
      ${load('real_time')} AS real_time, ${load('deferred')} AS deferred,
      ARRAY(SELECT q.queue_id FROM agent_queues q JOIN queues n ON n.org_id = q.org_id AND n.id = q.queue_id
        WHERE q.org_id = a.org_id AND q.person_id = a.person_id AND n.archived_at IS NULL ORDER BY 1) AS "queueIds",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('skillId', s.skill_id, 'level', s.level) ORDER BY s.skill_id), '[]')
        FROM agent_skills s WHERE s.org_id = a.org_id AND s.person_id = a.person_id) AS skills,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('channel', p.channel, 'level', p.level) ORDER BY p.channel), '[]')
        FROM agent_aptitudes p WHERE p.org_id = a.org_id AND p.person_id = a.person_id) AS aptitudes
    FROM agents a JOIN members m ON m.org_id = a.org_id AND m.id = a.person_id
    WHERE a.org_id = ${ctx.orgId} AND a.active AND m.active AND ${named} ORDER BY m.name, a.person_id`.execute(
    ctx.db,
  );
  const now = ctx.clock.now();
  return rows.map((row) => ({
    ...{ personId: row.personId, name: row.name, presence: row.presence },
    presenceSince: row.presenceSince.toISOString(),
    ...{ reasonId: row.reasonId, reason: row.reason },
    wrapUntil: row.wrapUntil && row.wrapUntil > now ? row.wrapUntil.toISOString() : null,
    capacity: { realTime: row.most_real_time, deferred: row.most_deferred },
    load: { realTime: row.real_time, deferred: row.deferred },
    shift: row.hours_id === null ? null : { hoursId: row.hours_id, lastMinutes: row.shift_last_minutes },
    shiftNow: shiftNow(row, now.getTime()),
    ...{ queueIds: row.queueIds, skills: row.skills, aptitudes: row.aptitudes },
  }));
}

/** The end of times says that none comes. */
const instant = (ms: number): string | null =>
  ms < 8.64e15 - 86_400_000 ? new Date(ms).toISOString() : null;

function shiftNow(row: Row, at: number): AgentState['shiftNow'] {
  const shift: (Span & { lastMs: number }) | null = shiftAt(row, at);
  return (
    shift && { from: instant(shift.from), lastFrom: instant(shift.to - shift.lastMs), to: instant(shift.to) }
  );
}

export const agentById = async (ctx: Ctx, id: string): Promise<Agent> =>
  found((await agentsById(ctx, [id]))[0], 'agent');

/** How agents stand, without what only settings show. */
export const stateOf = ({
  skills: _skills,
  aptitudes: _aptitudes,
  shift: _shift,
  ...state
}: Agent): AgentState => state;
