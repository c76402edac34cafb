import { replacePreferring } from './lines.ts';
import { accrue } from './occupancy.ts';
import { setPresence } from './presence.ts';
import { addSlot, heldBy, leave, refresh, regroup } from './slots.ts';
import { giveBack } from './standing.ts';
import type { RouterState } from './state.ts';
import { timeAgent, untimeAgent } from './timers.ts';
import type { EventOf, Refusal } from './types.ts';
import { isAgent } from './valid.ts';

/** An agent is new (offline, until presence says otherwise) or is set up differently; what is held stays. */
export function onAgentSet(state: RouterState, { agent }: EventOf<'agent_set'>): Refusal | null {
  if (!isAgent(agent)) return 'not_valid';
  const known = state.slots.get(agent.id);
  if (known) {
    accrue(state, known);
    Object.assign(known.agent, structuredClone(agent));
    regroup(state, known);
    timeAgent(state, known);
  } else {
    const none = { real_time: 0, deferred: 0 };
    const fresh = { reason: null, wrapUntil: null, missed: 0, occupancy: none, occupancyAt: state.now };
    timeAgent(state, addSlot(state, { ...structuredClone(agent), presence: 'offline', ...fresh }));
  }
  replacePreferring(state, agent.id);
  return null;
}

/** An agent is removed: all that is held goes back at once. */
export function onAgentGone(state: RouterState, { agent }: EventOf<'agent_gone'>): Refusal | null {
  const slot = state.slots.get(agent);
  if (!slot) return 'unknown_agent';
  for (const entry of heldBy(slot)) giveBack(state, entry, 'agent_gone');
  leave(state, slot);
  state.slots.delete(agent);
  state.dirty.slots.delete(agent);
  untimeAgent(state, agent);
  replacePreferring(state, agent);
  return null;
}

export function onPresence(state: RouterState, event: EventOf<'presence'>): Refusal | null {
  const slot = state.slots.get(event.agent);
  if (!slot) return 'unknown_agent';
  if (!['available', 'away', 'offline'].includes(event.presence)) return 'not_valid';
  slot.agent.missed = 0;
  setPresence(state, slot, { presence: event.presence, reason: event.reason ?? null });
  return null;
}

/** The wrap-up ends before its time. */
export function onReady(state: RouterState, { agent }: EventOf<'ready'>): Refusal | null {
  const slot = state.slots.get(agent);
  if (!slot) return 'unknown_agent';
  accrue(state, slot);
  slot.agent.wrapUntil = null;
  refresh(state, slot);
  timeAgent(state, slot);
  return null;
}
