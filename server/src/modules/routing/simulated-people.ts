import { type Facts, type Held, planFor } from './intake/rules.ts';
import type { AgentRow } from './rows/agent.ts';
import { type ItemRow, noHandOver, standingColumns } from './rows/item.ts';
import { anItem, loadOf, pick, type World, write } from './simulated-world.ts';

/** What people and customers do in the races in memory, each as one transaction. */

export function arrive(world: World): void {
  if (world.rows.size >= 16) return;
  world.made += 1;
  const chat = world.random() < 0.6;
  const at = new Date(world.now);
  write(world, {
    ...{
      id: `w${world.made}`,
      kind: 'conversation',
      class: chat ? 'real_time' : 'deferred',
      channel: 'paper',
    },
    ...{
      queue_id: chat ? 'chat' : 'mail',
      conversation_id: null,
      skills: [],
      priority: 0,
      weight: 1,
      pausable: true,
    },
    ...{
      arrived_at: at,
      deadline: null,
      preferred_id: null,
      ...standingColumns({ state: 'waiting' }),
      waiting_since: at,
    },
    ...{
      attempts: 0,
      tried: [],
      steps_told: 0,
      grace_until: null,
      urgency: 0,
      escalated_at: null,
      left_by: null,
      silent_from: null,
    },
    ...{ version: 1, created_at: at, done_at: null, ...noHandOver },
  });
}

/** A person begins an item as the commands do: in one transaction, with the capacity counted. */
function begin(world: World, row: ItemRow, agent: string): void {
  const own = row.agent_id === agent ? row.weight : 0;
  const { capacity_real_time, capacity_deferred } = world.agents.get(agent) as AgentRow;
  const most = row.class === 'real_time' ? capacity_real_time : capacity_deferred;
  if (loadOf(world, agent)[row.class] - own + row.weight > most) {
    world.report.refused += 1;
    return;
  }
  const standing = { state: 'active', agent, since: world.now } as const;
  write(world, { ...row, ...standingColumns(standing), tried: [], grace_until: null, left_by: row.agent_id });
}

/** Somebody presses what they saw a while ago: meanwhile it may be somebody else's. */
export function accept(world: World): void {
  const [row, agent] = [anItem(world, 'offered', 'active'), pick(world, [...world.agents.keys()]) as string];
  if (!row) return;
  const asked = world.random() < 0.8 ? (row.agent_id as string) : agent;
  if (row.state !== 'offered' || row.agent_id !== asked) world.report.refused += 1;
  else begin(world, row, asked);
}

export function decline(world: World): void {
  const row = anItem(world, 'offered');
  if (!row?.agent_id) return;
  const tried = [...row.tried, { agent: row.agent_id, until: world.now + 5000 }];
  write(world, { ...row, ...standingColumns({ state: 'waiting' }), tried });
}

export function take(world: World): void {
  const [row, agent] = [anItem(world, 'waiting', 'offered'), pick(world, [...world.agents.keys()]) as string];
  if (!row) return;
  if (row.state === 'offered' && row.agent_id !== agent) world.report.refused += 1;
  else begin(world, row, agent);
}

export function handOver(world: World): void {
  const [row, agent] = [anItem(world, 'active', 'paused'), pick(world, [...world.agents.keys()]) as string];
  if (!row || row.agent_id === agent) return;
  if (world.random() < 0.5) begin(world, row, agent);
  else
    write(world, {
      ...row,
      ...standingColumns({ state: 'waiting' }),
      preferred_id: agent,
      left_by: row.agent_id,
    });
}

/** What happened in the conversation decides, by the rules of the intake. */
export function end(world: World): void {
  const row = anItem(world, 'waiting', 'offered', 'active', 'paused');
  if (!row) return;
  const facts: Facts = {
    status: 'resolved',
    merged: false,
    waits: false,
    owed: false,
    assigneeId: null,
    routed: true,
    silent: false,
  };
  const held: Held = {
    state: row.state as Held['state'],
    agentId: row.agent_id,
    preferredId: null,
    class: row.class,
  };
  if (planFor(facts, held, 'none').do === 'end')
    write(world, { ...row, state: 'done', done_at: new Date(world.now) });
}

function presence(world: World, to: AgentRow['presence']): void {
  const agent = world.agents.get(pick(world, [...world.agents.keys()]) as string) as AgentRow;
  agent.presence = to;
  for (const router of world.routers) router.people.add(agent.person_id);
}
export const leave = (world: World): void => presence(world, world.random() < 0.5 ? 'offline' : 'away');
export const come = (world: World): void => presence(world, 'available');
