import { itemFor } from './choose.ts';
import { fits } from './groups.ts';
import { capacityLeft, isOpen, refresh } from './slots.ts';
import { forget, giveBack, start } from './standing.ts';
import { agentOf, type Entry, queueOf, type RouterState, type Slot } from './state.ts';
import { timeAgent } from './timers.ts';
import type { EventOf, Item, Refusal } from './types.ts';

type Pair = { entry: Entry; slot: Slot };

/** The item and the agent a command names, where the agent has the item in one of these ways. */
function theirs(
  state: RouterState,
  { item, agent }: { item: string; agent: string },
  ways: Item['standing']['state'][],
): Pair | Refusal {
  const [entry, slot] = [state.entries.get(item), state.slots.get(agent)];
  if (!entry) return 'unknown_item';
  if (!slot) return 'unknown_agent';
  return agentOf(entry.item) === agent && ways.includes(entry.item.standing.state)
    ? { entry, slot }
    : 'not_theirs';
}

export function onAccept(state: RouterState, event: EventOf<'accept'>): Refusal | null {
  const pair = theirs(state, event, ['offered']);
  if (typeof pair === 'string') return pair;
  start(state, pair.entry, { slot: pair.slot, why: 'accepted' });
  return null;
}

export function onDecline(state: RouterState, event: EventOf<'decline'>): Refusal | null {
  const pair = theirs(state, event, ['offered']);
  if (typeof pair === 'string') return pair;
  pair.slot.agent.missed = 0;
  giveBack(state, pair.entry, 'declined');
  return null;
}

export function onRelease(state: RouterState, event: EventOf<'release'>): Refusal | null {
  const pair = theirs(state, event, ['active', 'paused']);
  if (typeof pair === 'string') return pair;
  if (event.queue !== undefined && !state.queues.has(event.queue)) return 'unknown_queue';
  const { item } = pair.entry;
  item.queue = event.queue ?? item.queue;
  item.preferred = event.preferred ?? null;
  giveBack(state, pair.entry, 'released');
  return null;
}

/** Finished; after a real-time contact the wrap-up begins. */
export function onDone(state: RouterState, event: EventOf<'done'>): Refusal | null {
  const pair = theirs(state, event, ['active', 'paused']);
  if (typeof pair === 'string') return pair;
  const { item } = pair.entry;
  const { agent } = pair.slot;
  const { wrapUpMs } = queueOf(state, item);
  forget(state, pair.entry);
  if (item.class === 'real_time' && wrapUpMs > 0) agent.wrapUntil = state.now + wrapUpMs;
  timeAgent(state, pair.slot);
  refresh(state, pair.slot);
  const { wrapUntil } = agent;
  state.out.push({ type: 'finish', item: item.id, agent: agent.id, wrapUntil, was: item.standing });
  return null;
}

/** An agent takes an item they may have; the next one when none is named. */
export function onPull(state: RouterState, event: EventOf<'pull'>): Refusal | null {
  const slot = state.slots.get(event.agent);
  if (!slot) return 'unknown_agent';
  if (!isOpen(slot, 'deferred', state.now)) return 'not_available';
  const entry = event.item === null ? itemFor(state, slot, true) : state.entries.get(event.item);
  if (!entry) return event.item === null ? 'nothing_waiting' : 'unknown_item';
  if (agentOf(entry.item) === slot.agent.id && entry.item.standing.state === 'offered') {
    start(state, entry, { slot, why: 'accepted' });
    return null;
  }
  const { line, item } = entry;
  if (!line) return 'not_waiting';
  if (!fits(line.demand, slot.group) || (line.keptFor ?? slot.agent.id) !== slot.agent.id)
    return 'not_theirs';
  if (capacityLeft(slot, item.class) < item.weight) return 'no_capacity';
  start(state, entry, { slot, why: 'pulled' });
  return null;
}

/** A person decides, over queue and skills, also over who has it now. Capacity holds for everybody. */
export function onAssign(state: RouterState, event: EventOf<'assign'>): Refusal | null {
  const [entry, slot] = [state.entries.get(event.item), state.slots.get(event.agent)];
  if (!entry) return 'unknown_item';
  if (!slot) return 'unknown_agent';
  if (slot.agent.presence === 'offline') return 'not_available';
  const { item } = entry;
  const own = agentOf(item) === slot.agent.id;
  if (own && item.standing.state !== 'offered') return 'not_waiting';
  if (!own && capacityLeft(slot, item.class) < item.weight) return 'no_capacity';
  start(state, entry, { slot, why: 'assigned' });
  return null;
}
