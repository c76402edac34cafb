import { groupFor, leaveGroup } from './groups.ts';
import { put, take } from './heap.ts';
import { accrue, occupancyRank } from './occupancy.ts';
import type { Entry, RouterState, Slot } from './state.ts';
import type { Agent, WorkClass } from './types.ts';

/** Whether an agent's shift lets new work of a class come. */
export function isOnShift({ shift }: Pick<Agent, 'shift'>, of: WorkClass, now: number): boolean {
  if (shift === null) return true;
  return shift.from <= now && now < shift.to - (of === 'real_time' ? shift.lastMs : 0);
}

/** Whether new work of a class may come at all: available, within the shift, no wrap-up. */
export const isOpen = ({ agent }: Slot, of: WorkClass, now: number): boolean =>
  agent.presence === 'available' && agent.wrapUntil === null && isOnShift(agent, of, now);

/** What more of a class an agent's capacity holds, whoever gives it. */
export const capacityLeft = (slot: Slot, of: WorkClass): number =>
  Math.max(0, slot.agent.capacity[of] - slot.load[of]);

/**
 * What more of a class the router may give. Deferred work comes to nobody who has a real-time contact; a contact comes to
 * nobody whose present work must not stop.
 */
function roomFor(slot: Slot, of: WorkClass, now: number): number {
  if (!isOpen(slot, of, now)) return 0;
  if (of === 'deferred') return slot.load.real_time > 0 ? 0 : capacityLeft(slot, of);
  for (const { item } of slot.held.values()) {
    if (!item.pausable && item.class === 'deferred' && item.standing.state === 'active') return 0;
  }
  return capacityLeft(slot, of);
}

/** Brings the free heaps and counts up to what the slot has become, and has it looked at. */
export function refresh(state: RouterState, slot: Slot): void {
  for (const kind of ['real_time', 'deferred'] as const) {
    const room = roomFor(slot, kind, state.now);
    const was = slot.room[kind];
    slot.room[kind] = room;
    if (room > 0) put(slot.group.free[kind], slot.agent.id, occupancyRank(slot, kind));
    else take(slot.group.free[kind], slot.agent.id);
    if (kind === 'real_time' && was > 0 !== room > 0) countFree(state, slot, room > 0 ? 1 : -1);
  }
  state.dirty.slots.add(slot.agent.id);
}

function countFree({ freeBy }: RouterState, slot: Slot, change: number): void {
  for (const name of slot.group.names) freeBy.set(name, (freeBy.get(name) ?? 0) + change);
}

/** Puts an agent into the state, without items. */
export function addSlot(state: RouterState, agent: Agent): Slot {
  const group = groupFor(state, agent);
  group.size += 1;
  const none = { real_time: 0, deferred: 0 };
  const slot: Slot = { agent, group, held: new Map(), load: { ...none }, room: { ...none } };
  state.slots.set(agent.id, slot);
  refresh(state, slot);
  return slot;
}

/** Takes an agent out of group and heaps. The items held are somebody else's care. */
export function leave(state: RouterState, slot: Slot): void {
  if (slot.room.real_time > 0) countFree(state, slot, -1);
  for (const kind of ['real_time', 'deferred'] as const) take(slot.group.free[kind], slot.agent.id);
  slot.room = { real_time: 0, deferred: 0 };
  leaveGroup(state, slot.group);
}

/** Into the group of what the agent now is. */
export function regroup(state: RouterState, slot: Slot): void {
  leave(state, slot);
  slot.group = groupFor(state, slot.agent);
  slot.group.size += 1;
  refresh(state, slot);
}

/** Ties an item to the agent who has it; `unhold` is the way back. */
export function hold(state: RouterState, slot: Slot, entry: Entry): void {
  accrue(state, slot);
  slot.held.set(entry.item.id, entry);
  slot.load[entry.item.class] += entry.item.weight;
}

export function unhold(state: RouterState, slot: Slot, entry: Entry): void {
  accrue(state, slot);
  slot.held.delete(entry.item.id);
  slot.load[entry.item.class] -= entry.item.weight;
}

/** Items of an agent, in an order of their own. */
export const heldBy = (slot: Slot): Entry[] =>
  [...slot.held.values()].sort((a, b) => (a.item.id < b.item.id ? -1 : 1));
