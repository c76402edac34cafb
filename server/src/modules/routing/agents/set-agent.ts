import type { Agent, setAgent as route } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { requireHours } from '../../hours/index.ts';
import { deactivated } from '../../people/index.ts';
import { agentById } from '../views/agents.ts';
import { knownIn } from './known.ts';

type Setting = Pick<Input<typeof route>, 'params' | 'body'>;

/** Makes a person an agent, or changes what is set for one; what they hold stays. Throws `not_found`, `deactivated`, `refused`. */
export async function setAgent(ctx: Ctx, { params, body }: Setting): Promise<Agent> {
  permit(ctx.actor, 'routing.manage');
  const { id } = params;
  const member = found(
    await ctx.db
      .selectFrom('members')
      .select('active')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .executeTakeFirst(),
    'person',
  );
  if (!member.active) throw deactivated('params.id');
  const queueIds = await knownIn(ctx, 'queues', body.queueIds);
  await requireHours(ctx, body.shift?.hoursId);
  const skills = new Map(body.skills.map(({ skillId, level }) => [skillId, level]));
  await knownIn(ctx, 'skills', [...skills.keys()]);
  const aptitudes = new Map(body.aptitudes.map(({ channel, level }) => [channel, level]));
  for (const channel of aptitudes.keys())
    if (!ctx.ports.channels.has(channel)) throw refused('There is no such channel.', 'body.aptitudes');
  await write(ctx, id, { ...body, queueIds, skills, aptitudes });
  ctx.emit({ name: 'agent.changed', facts: { personId: id, what: 'settings', by: null } });
  ctx.audit({ action: 'agent.set', subject: { kind: 'person', id }, facts: body });
  return agentById(ctx, id);
}

type Written = {
  capacity: { realTime: number; deferred: number };
  shift: { hoursId: string; lastMinutes: number } | null;
  queueIds: string[];
  skills: ReadonlyMap<string, number>;
  aptitudes: ReadonlyMap<string, number>;
};

async function write(
  ctx: Ctx,
  id: string,
  { capacity, shift, queueIds, skills, aptitudes }: Written,
): Promise<void> {
  const own = { org_id: ctx.orgId, person_id: id };
  const set = {
    ...{ capacity_real_time: capacity.realTime, capacity_deferred: capacity.deferred, active: true },
    ...{ hours_id: shift?.hoursId ?? null, shift_last_minutes: shift?.lastMinutes ?? 0 },
  };
  await ctx.db
    .insertInto('agents')
    .values({ ...own, ...set })
    .onConflict((known) => known.columns(['org_id', 'person_id']).doUpdateSet(set))
    .execute();
  for (const table of ['agent_queues', 'agent_skills', 'agent_aptitudes'] as const)
    await ctx.db.deleteFrom(table).where('org_id', '=', ctx.orgId).where('person_id', '=', id).execute();
  const queues = queueIds.map((queue_id) => ({ ...own, queue_id }));
  if (queues.length > 0) await ctx.db.insertInto('agent_queues').values(queues).execute();
  const levels = [...skills].map(([skill_id, level]) => ({ ...own, skill_id, level }));
  if (levels.length > 0) await ctx.db.insertInto('agent_skills').values(levels).execute();
  const apt = [...aptitudes].map(([channel, level]) => ({ ...own, channel, level }));
  if (apt.length > 0) await ctx.db.insertInto('agent_aptitudes').values(apt).execute();
}
