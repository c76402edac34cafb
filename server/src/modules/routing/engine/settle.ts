import { agentFor, itemFor } from './choose.ts';
import { occupancyRank } from './occupancy.ts';
import { heldBy, refresh } from './slots.ts';
import { giveBack, offer, setPaused, start } from './standing.ts';
import { type Entry, queueOf, type RouterState, type Slot } from './state.ts';

/**
 * Brings together what an event has left apart, until no waiting item has a free agent: first agents whose room may have
 * grown take their most urgent item, then items that are new where they wait look for an agent.
 */
export function settle(state: RouterState): void {
  const { dirty } = state;
  while (dirty.slots.size + dirty.entries.size > 0) {
    const slots = slotsIn(state);
    dirty.slots.clear();
    for (const slot of slots) fill(state, slot);
    const entries = entriesIn(state);
    dirty.entries.clear();
    for (const entry of entries) place(state, entry);
  }
}

/** In an order that the history has no part in. */
function slotsIn(state: RouterState): Slot[] {
  const ids = [...state.dirty.slots].sort();
  const ranked = ids.flatMap((id) => {
    const slot = state.slots.get(id);
    return slot ? [{ slot, rank: occupancyRank(slot, 'real_time') }] : [];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ slot }) => slot);
}

function entriesIn(state: RouterState): Entry[] {
  const ranked = [...state.dirty.entries].sort().flatMap((id) => {
    const entry = state.entries.get(id);
    const at = entry?.line?.heap.place.get(id);
    return entry?.line && at !== undefined ? [{ entry, rank: entry.line.heap.ranks[at] as number }] : [];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}

function give(state: RouterState, entry: Entry, slot: Slot): void {
  if (queueOf(state, entry.item).mode === 'offer') offer(state, entry, slot);
  else start(state, entry, { slot, why: 'routed' });
}

/** Work for an agent as long as there is room, then what is paused or goes on beside it. */
function fill(state: RouterState, slot: Slot): void {
  if (slot.room.real_time > 0 || slot.room.deferred > 0) {
    for (let entry = itemFor(state, slot); entry; entry = itemFor(state, slot)) give(state, entry, slot);
  }
  const settled = balance(state, slot);
  // All that its own changes called for has been done.
  if (settled) state.dirty.slots.delete(slot.agent.id);
}

function place(state: RouterState, entry: Entry): void {
  const slot = agentFor(state, entry);
  if (slot) give(state, entry, slot);
}

/**
 * Deferred work stands still while a real-time contact is on, and goes on when none is left, offered or in wrap-up. Ids
 * decide the order. False when an offer went back and left room.
 */
function balance(state: RouterState, slot: Slot): boolean {
  if (slot.held.size === 0) return true;
  const before = slot.held.size;
  const held = withdrawn(state, slot, heldBy(slot));
  const contact = held.some(({ item }) => item.class === 'real_time' && item.standing.state === 'active');
  const over = slot.load.real_time === 0 && slot.agent.wrapUntil === null;
  let changed = false;
  for (const entry of held) {
    const { item } = entry;
    const { state: now } = item.standing;
    const pause = contact && now === 'active' && item.class === 'deferred' && item.pausable;
    if (!pause && !(over && now === 'paused')) continue;
    setPaused(state, entry, pause);
    changed = true;
  }
  if (changed) refresh(state, slot);
  return held.length === before;
}

/** Offers for which there is no room any more, since a capacity or a weight was changed, go back; what is left stays. */
function withdrawn(state: RouterState, slot: Slot, held: Entry[]): Entry[] {
  return held.filter((entry) => {
    const { item } = entry;
    const fits = slot.load[item.class] <= slot.agent.capacity[item.class];
    if (fits || item.standing.state !== 'offered') return true;
    giveBack(state, entry, 'no_room');
    return false;
  });
}
