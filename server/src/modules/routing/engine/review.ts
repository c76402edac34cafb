import { firstOf, firstRank } from './heap.ts';
import { replacePreferring } from './lines.ts';
import { accrue } from './occupancy.ts';
import { setPresence } from './presence.ts';
import { refresh } from './slots.ts';
import { giveBack, replace } from './standing.ts';
import { type Entry, queueOf, type RouterState, type Slot } from './state.ts';
import { timeAgent, timeItem } from './timers.ts';

/**
 * Does what has become due by now. What is late is late: it happens now, not at the time it was due, since nobody has seen
 * what would have happened in between.
 */
export function review(state: RouterState): void {
  while (firstRank(state.timers) <= state.now) {
    const key = firstOf(state.timers) ?? '';
    const entry = key[0] === 'i' ? state.entries.get(key.slice(1)) : undefined;
    const slot = key[0] === 'a' ? state.slots.get(key.slice(1)) : undefined;
    if (entry) reviewItem(state, entry);
    if (slot) reviewAgent(state, slot);
  }
}

function reviewItem(state: RouterState, entry: Entry): void {
  const { standing, graceUntil } = entry.item;
  const most = queueOf(state, entry.item).pausedMostMs;
  if (standing.state === 'waiting') replace(state, entry);
  else if (standing.state === 'offered') letPass(state, entry, standing.agent);
  else if (graceUntil !== null && graceUntil <= state.now) giveBack(state, entry, 'agent_offline');
  else if (standing.state === 'paused' && most !== null && standing.since + most <= state.now) {
    giveBack(state, entry, 'paused_too_long');
  } else timeItem(state, entry);
}

/** Nobody answered the offer: it goes on, and who lets too many pass is away. */
function letPass(state: RouterState, entry: Entry, agent: string): void {
  const { missedMost } = queueOf(state, entry.item);
  giveBack(state, entry, 'timed_out');
  const slot = state.slots.get(agent);
  if (!slot) return;
  slot.agent.missed += 1;
  if (missedMost === null || slot.agent.missed < missedMost) return;
  slot.agent.missed = 0;
  setPresence(state, slot, { presence: 'away', reason: 'missed_offers' });
  state.out.push({ type: 'set_away', agent, why: 'missed_offers' });
}

function reviewAgent(state: RouterState, slot: Slot): void {
  accrue(state, slot);
  const { agent } = slot;
  if (agent.wrapUntil !== null && agent.wrapUntil <= state.now) agent.wrapUntil = null;
  refresh(state, slot);
  timeAgent(state, slot);
  // The shift may have begun or ended.
  replacePreferring(state, agent.id);
}
