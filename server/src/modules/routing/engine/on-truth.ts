import { replacePreferring } from './lines.ts';
import { accrue } from './occupancy.ts';
import { addSlot, regroup } from './slots.ts';
import { noteAsked } from './spare.ts';
import { attach, detach, forget, giveBack } from './standing.ts';
import type { Entry, RouterState } from './state.ts';
import { timeAgent } from './timers.ts';
import type { Agent, EventOf, Item, Refusal } from './types.ts';
import { isAgent, isStanding, isWork } from './valid.ts';

/** Work that came longer ago says nothing of what is asked for now (ms). */
const freshMs = 60_000;

/**
 * Rows as they stand, after a person or another process changed them or a decision could not be stored: the router goes on
 * from there. What is not valid or in a queue that is not known is left out, the rest counts.
 */
export function onTruth(state: RouterState, { agents, items, gone }: EventOf<'truth'>): Refusal | null {
  const usable = items.filter((item) => isUsable(state, item));
  // What had become due was decided before this was known.
  const told = new Set([...gone, ...usable.map(({ id }) => id)]);
  state.out = state.out.filter((one) => !('item' in one && told.has(one.item)));
  for (const agent of agents.filter(isAgent)) {
    const { wrapUntil } = agent;
    setAgent(state, { ...agent, wrapUntil: wrapUntil !== null && wrapUntil > state.now ? wrapUntil : null });
  }
  for (const id of gone) {
    const entry = state.entries.get(id);
    if (entry) forget(state, entry);
  }
  // First all leave where they were: agents are never fuller between than they are in the rows.
  for (const { id } of usable) {
    const entry = state.entries.get(id);
    if (entry) detach(state, entry);
  }
  for (const item of usable) setItem(state, item);
  return usable.length === items.length && agents.every(isAgent) ? null : 'not_valid';
}

const isUsable = (state: RouterState, item: Item): boolean =>
  isWork(item) && isStanding(item.standing) && state.queues.has(item.queue);

function setAgent(state: RouterState, agent: Agent): void {
  const slot = state.slots.get(agent.id);
  if (slot) {
    accrue(state, slot);
    const { presence, reason, occupancy, occupancyAt } = slot.agent;
    Object.assign(slot.agent, structuredClone(agent), { presence, reason, occupancy, occupancyAt });
    regroup(state, slot);
    timeAgent(state, slot);
  } else timeAgent(state, addSlot(state, structuredClone(agent)));
  replacePreferring(state, agent.id);
}

/** The item is in no line and with no agent at this moment. */
function setItem(state: RouterState, truth: Item): void {
  const known = state.entries.get(truth.id);
  const item = structuredClone(truth);
  item.waitingSince = Math.min(item.waitingSince, state.now);
  const { standing } = item;
  if (standing.state !== 'waiting' && !state.slots.has(standing.agent)) {
    state.out.push({
      type: 'return',
      item: item.id,
      agent: standing.agent,
      why: 'agent_gone',
      was: standing,
    });
    item.standing = { state: 'waiting' };
    item.graceUntil = null;
  }
  if (known) Object.assign(known.item, item);
  const entry: Entry = known ?? { item, line: null };
  state.entries.set(item.id, entry);
  if (!known && state.now - item.arrivedAt < freshMs) noteAsked(state, item);
  attach(state, entry);
  // An offer nobody is there for.
  const { standing: now } = entry.item;
  if (now.state === 'offered' && state.slots.get(now.agent)?.agent.presence !== 'available')
    giveBack(state, entry, 'agent_away');
}
