import type { AgentRow } from './rows/agent.ts';
import { type ItemRow, isHandOver, standingColumns } from './rows/item.ts';
import type { Move } from './rows/moves.ts';
import { completeAsk, endAsk, hasRoom } from './simulated-asks.ts';
import { anAgent, anItem, askOf, belongs, type World, write } from './simulated-world.ts';

/** What agents do in the races in memory, each as one transaction. */

type Giving = { agentId: string; why: string };

/** A person begins an item as the commands do: in one transaction, with the capacity counted, from whoever has it. */
function give(world: World, row: ItemRow, { agentId, why }: Giving): void {
  const refused =
    !hasRoom(world, row, world.agents.get(agentId) as AgentRow) ||
    (isHandOver(row) && !completeAsk(world, row, agentId));
  if (refused) world.report.refused += 1;
  if (refused || isHandOver(row)) return;
  const standing = { state: 'active', agent: agentId, since: world.now } as const;
  const had = row.state === 'active' || row.state === 'paused' ? row.agent_id : row.left_by;
  const after: ItemRow = {
    ...{ ...row, ...standingColumns(standing), tried: [], grace_until: null },
    left_by: had === agentId ? row.left_by : had,
  };
  write(world, { before: row, after, spells: [{ what: 'active', agentId, why }] }, row.agent_id);
  belongs(world, row.conversation_id, agentId);
  const asked = askOf(world, row.conversation_id);
  if (asked) endAsk(world, asked);
}

/** Somebody presses what they saw a while ago: meanwhile it may be somebody else's, or its time may be over. */
export function accept(world: World): void {
  const row = anItem(world, 'offered', 'active');
  if (!row) return;
  const asked = world.random() < 0.8 ? (row.agent_id as string) : anAgent(world).person_id;
  if (row.state !== 'offered' || row.agent_id !== asked) {
    world.report.refused += 1;
    return;
  }
  if (row.until && row.until.getTime() <= world.now) world.report.late += 1;
  give(world, row, { agentId: asked, why: 'accepted' });
}

export function decline(world: World): void {
  const row = anItem(world, 'offered');
  if (!row?.agent_id) return;
  if (row.only_id !== null) {
    endAsk(world, row);
    return;
  }
  const tried = [...row.tried, { agent: row.agent_id, until: world.now + 5000 }];
  write(world, back(row, { tried }, 'declined'), null);
}

const back = (
  row: ItemRow,
  over: Partial<ItemRow>,
  why: string,
): Pick<Move, 'before' | 'after' | 'spells'> => ({
  before: row,
  after: { ...row, ...standingColumns({ state: 'waiting' }), ...over },
  spells: [{ what: 'waiting', agentId: null, why }],
});

/** Takes what waits, or is offered to them. */
export function take(world: World): void {
  const [row, { person_id: agentId }] = [anItem(world, 'waiting', 'offered'), anAgent(world)];
  if (!row) return;
  if ((row.state === 'offered' && row.agent_id !== agentId) || (isHandOver(row) && row.left_by === agentId))
    world.report.refused += 1;
  else give(world, row, { agentId, why: 'pulled' });
}

/** Who leads takes what somebody has, or what is asked of somebody. */
export function takeOver(world: World): void {
  const [row, { person_id: agentId }] = [anItem(world, 'active', 'paused', 'offered'), anAgent(world)];
  if (row && (row.agent_id !== agentId || row.state === 'offered'))
    give(world, row, { agentId, why: 'taken_over' });
}

/** Hands back what they have, or on to somebody: at once where there is room, else it waits for them first. */
export function release(world: World): void {
  const [row, to] = [anItem(world, 'active', 'paused'), anAgent(world)];
  if (!row || row.agent_id === to.person_id) return;
  const asked = askOf(world, row.conversation_id);
  if (asked) endAsk(world, asked);
  if (to.presence === 'available' && hasRoom(world, row, to)) {
    give(world, row, { agentId: to.person_id, why: 'transferred' });
    return;
  }
  const tried = [{ agent: row.agent_id as string, until: world.now + 5000 }];
  const anew = { waiting_since: new Date(world.now), steps_told: 0, grace_until: null };
  const over = { ...anew, tried, preferred_id: to.person_id, left_by: row.agent_id };
  write(world, back(row, over, 'released'), null);
  belongs(world, row.conversation_id, null);
}

function presence(world: World, to: AgentRow['presence']): void {
  const agent = anAgent(world);
  agent.presence = to;
  for (const router of world.routers) router.people.add(agent.person_id);
}
export const leave = (world: World): void => presence(world, world.random() < 0.5 ? 'offline' : 'away');
export const come = (world: World): void => presence(world, 'available');
