import { itemFor } from './hand-over/asking.ts';
import { relieving } from './hand-over/fate.ts';
import { stands } from './hand-over/rules.ts';
import type { AgentRow } from './rows/agent.ts';
import { type ItemRow, isHandOver } from './rows/item.ts';
import type { QueueRow } from './rows/queue.ts';
import {
  anAgent,
  anItem,
  askOf,
  belongs,
  capacityOf,
  insert,
  loadOf,
  pick,
  queues,
  type World,
  workOf,
  write,
} from './simulated-world.ts';

/** Who asks to be relieved in the races in memory, and how that ends; each act is one transaction. */

/** Who has it asks a colleague who is there and has room, or whoever of a queue the router finds. */
export function ask(world: World): void {
  const item = anItem(world, 'active', 'paused');
  const conversation = world.talks.get(item?.conversation_id ?? '');
  const me = item?.agent_id ?? '';
  if (!item || !conversation || conversation.assignee_id !== me || conversation.status === 'resolved') return;
  if (askOf(world, conversation.id)) return;
  const to = world.random() < 0.7 ? anAgent(world) : null;
  const queue = queues.get(pick(world, ['chat', 'letter']) ?? 'chat') as QueueRow;
  world.made += 1;
  const ground = { me, at: new Date(world.now), conversation, item, queue };
  const asked = itemFor(`h${world.made}`, ground, { to: to?.person_id ?? null, introduces: false });
  const fits = !to || hasRoom(world, { ...asked, agent_id: null }, to);
  if (to?.person_id === me || (to && to.presence !== 'available') || !fits) {
    world.report.refused += 1;
    return;
  }
  world.report.asked += 1;
  insert(world, asked);
}

/** Whether somebody has room for an item that is not theirs yet. */
export function hasRoom(world: World, item: ItemRow, agent: AgentRow): boolean {
  const own = item.agent_id === agent.person_id ? item.weight : 0;
  return loadOf(world, agent.person_id)[item.class] - own + item.weight <= capacityOf(agent)[item.class];
}

/** Taken: the hand-over is over, work and conversation are the taker's. False where it stands no longer. */
export function completeAsk(world: World, asked: ItemRow, agentId: string): boolean {
  const talk = world.talks.get(asked.conversation_id ?? '');
  if (!talk || !stands(asked, talk) || !endAsk(world, asked)) return false;
  const work = workOf(world, talk.id);
  const agent = world.agents.get(agentId) as AgentRow;
  const counted = work && {
    load: loadOf(world, agentId)[work.class],
    capacity: capacityOf(agent)[work.class],
  };
  const to = { agentId, at: new Date(world.now), fromId: asked.left_by };
  const move = work && counted && relieving(work, { ...to, ...counted });
  if (move) write(world, move, asked.left_by);
  world.report.relieved += 1;
  belongs(world, talk.id, move ? move.after.agent_id : agentId);
  return true;
}

/** Over: what was asked came to nothing, or was done. */
export const endAsk = (world: World, asked: ItemRow): boolean =>
  write(
    world,
    { before: asked, after: { ...asked, state: 'done', done_at: new Date(world.now) }, spells: [] },
    null,
  );

/** Taken back by who asked. */
export function takeBack(world: World): void {
  const asked = pick(world, [...world.rows.values()].filter(isHandOver));
  if (asked) endAsk(world, asked);
}
