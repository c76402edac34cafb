import type { RouterState, Slot } from './state.ts';
import type { WorkClass } from './types.ts';

/** How fast past work is forgotten: an hour ago counts 78 %, four hours ago 37 %. */
const memoryMs = 4 * 3_600_000;

const classes = ['real_time', 'deferred'] as const;

/** Whether the agent is at work of a class: an item that is not paused, or the wrap-up of a real-time contact. */
function isBusy(slot: Slot, of: WorkClass): boolean {
  if (of === 'real_time' && slot.agent.wrapUntil !== null) return true;
  for (const { item } of slot.held.values()) {
    if (item.class === of && item.standing.state === 'active') return true;
  }
  return false;
}

/**
 * Brings the occupancy up to now, before something changes. It goes exponentially towards 1 while busy and towards 0
 * while not; while offline it stands still.
 */
export function accrue({ now }: RouterState, slot: Slot): void {
  const { agent } = slot;
  if (agent.occupancyAt === now) return;
  if (agent.presence !== 'offline') {
    const kept = Math.exp(-Math.max(0, now - agent.occupancyAt) / memoryMs);
    for (const kind of classes) {
      const target = isBusy(slot, kind) ? 1 : 0;
      agent.occupancy[kind] = target + (agent.occupancy[kind] - target) * kept;
    }
  }
  agent.occupancyAt = now;
}

/**
 * Order among free agents, the least occupied first. Of two who are free the order never changes while they stay so: both
 * fade alike, hence ln(occupancy) + time ∕ memory, which is constant, and a heap need not be re-sorted.
 */
export function occupancyRank(slot: Slot, of: WorkClass): number {
  const { agent, load } = slot;
  const part = load[of] / Math.max(1, agent.capacity[of]);
  return part * 1e9 + Math.log(Math.max(agent.occupancy[of], 1e-9)) + agent.occupancyAt / memoryMs;
}

/** Whoever comes in counts as occupied as the others: else all would fall upon them. */
export function startAtMean(state: RouterState, slot: Slot): void {
  for (const kind of classes) {
    // Whole numbers, so that the sum does not hang on the order.
    let [sum, count] = [0, 0];
    for (const other of state.slots.values()) {
      if (other === slot || other.agent.presence === 'offline') continue;
      const age = Math.max(0, state.now - other.agent.occupancyAt);
      const target = isBusy(other, kind) ? 1 : 0;
      const value = target + (other.agent.occupancy[kind] - target) * Math.exp(-age / memoryMs);
      sum += Math.round(value * 1e9);
      count += 1;
    }
    slot.agent.occupancy[kind] = count === 0 ? slot.agent.occupancy[kind] : sum / count / 1e9;
  }
  slot.agent.occupancyAt = state.now;
}
