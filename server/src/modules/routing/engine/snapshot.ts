import { enterLine } from './lines.ts';
import { addSlot, refresh } from './slots.ts';
import { agentOf, type Entry, emptyState, queueOf, type RouterState } from './state.ts';
import { timeAgent, timeItem } from './timers.ts';
import type { Item, Snapshot } from './types.ts';

const byId = <T>(things: T[], idOf: (thing: T) => string): T[] =>
  things.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));

/** The facts of a state, as plain data of its own, everything by id. */
export function snapshotOf(state: RouterState): Snapshot {
  return structuredClone({
    now: state.now,
    queues: byId([...state.queues.values()], ({ id }) => id),
    agents: byId(
      [...state.slots.values()].map(({ agent }) => agent),
      ({ id }) => id,
    ),
    items: byId(
      [...state.entries.values()].map(({ item }) => item),
      ({ id }) => id,
    ),
    asked: byId([...state.asked.values()], ({ name }) => name),
  });
}

/**
 * A state from facts: a snapshot, or rows of the database. What the rows leave open (free agents beside waiting items, an
 * item of an agent who is no more) is settled by the next event, a `tick` will do. Throws where an item's queue is missing.
 */
export function rebuild(snapshot: Snapshot): RouterState {
  const { now, queues, agents, items, asked } = structuredClone(snapshot);
  const state = emptyState(now);
  for (const queue of queues) state.queues.set(queue.id, queue);
  for (const one of asked) state.asked.set(one.name, one);
  for (const agent of agents) timeAgent(state, addSlot(state, agent));
  for (const item of items) restore(state, item);
  for (const slot of state.slots.values()) refresh(state, slot);
  return state;
}

function restore(state: RouterState, item: Item): void {
  queueOf(state, item);
  const entry: Entry = { item, line: null };
  state.entries.set(item.id, entry);
  const agent = agentOf(item);
  const slot = state.slots.get(agent ?? '');
  if (slot) {
    slot.held.set(item.id, entry);
    slot.load[item.class] += item.weight;
  } else {
    if (agent !== null) lose(state, item, agent);
    enterLine(state, entry);
  }
  timeItem(state, entry);
}

/** The agent who had it is not there any more. */
function lose(state: RouterState, item: Item, agent: string): void {
  state.out.push({ type: 'return', item: item.id, agent, why: 'agent_gone', was: item.standing });
  item.standing = { state: 'waiting' };
  item.graceUntil = null;
}
