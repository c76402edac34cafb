import { aptitudeFor, fits } from './groups.ts';
import { firstOf, firstRank, type Heap } from './heap.ts';
import { busiest, spareOf } from './spare.ts';
import type { Demand, Entry, Group, Line, RouterState, Slot } from './state.ts';

const hasRoom = (slot: Slot, { demand, tried }: Line): boolean =>
  slot.room[demand.class] >= demand.weight && !tried.includes(slot.agent.id);

/** The least occupied agent of a group with room for an item of a line. */
function firstFree(state: RouterState, group: Group, line: Line): Slot | undefined {
  const heap = group.free[line.demand.class];
  const first = state.slots.get(firstOf(heap) ?? '');
  if (!first || hasRoom(first, line)) return first;
  // The first is full for this weight, or was asked in vain: rare, so the others are simply gone through.
  return lowest(heap, (id) => {
    const slot = state.slots.get(id);
    return slot && hasRoom(slot, line) ? slot : undefined;
  });
}

function lowest(heap: Heap, slotOf: (id: string) => Slot | undefined): Slot | undefined {
  let [best, at] = [undefined as Slot | undefined, -1];
  heap.ids.forEach((id, index) => {
    const slot = slotOf(id);
    if (slot && (!best || isLess(rankAt(heap, index), rankAt(heap, at)))) [best, at] = [slot, index];
  });
  return best;
}

type Rank = readonly (number | string)[];
const rankAt = (heap: Heap, at: number): Rank => [heap.ranks[at] as number, heap.ids[at] as string];

/** Compares place by place. */
function isLess(a: Rank, b: Rank): boolean {
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number);
  }
  return false;
}

/** By how much a group's levels pass what is asked; more is better with `best_skilled`. */
const surplus = (group: Group, demand: Demand): number =>
  demand.skills.reduce((sum, { skill, level }) => sum + (group.skills.get(skill) ?? 0) - level, 0);

/**
 * The agent for a waiting item: the one it is kept for; else the preferred one, if free; else, in this order, the aptest for
 * the channel, the most skilled (where the queue says so), the one the other work misses least, the least occupied.
 */
export function agentFor(state: RouterState, { item, line }: Entry): Slot | undefined {
  if (!line?.demand.pushed) return undefined;
  const { demand, keptFor } = line;
  const preferred = state.slots.get(keptFor ?? item.preferred ?? '');
  if (preferred && hasRoom(preferred, line) && fits(demand, preferred.group)) return preferred;
  if (keptFor !== null) return undefined;
  const bySkill = state.queues.get(item.queue)?.agents === 'best_skilled';
  const most = busiest(state);
  let [best, rank] = [undefined as Slot | undefined, [] as Rank];
  for (const group of demand.groups) {
    const slot = firstFree(state, group, line);
    if (!slot) continue;
    const heap = group.free[demand.class];
    const its: Rank = [
      -aptitudeFor(group, demand.channel),
      bySkill ? -surplus(group, demand) : 0,
      demand.class === 'real_time' ? -spareOf(state, group, { demand, most }) : 0,
      heap.ranks[heap.place.get(slot.agent.id) as number] as number,
      slot.agent.id,
    ];
    if (!best || isLess(its, rank)) [best, rank] = [slot, its];
  }
  return best;
}

/**
 * The item for an agent with room: real-time work first, then the most urgent of all lines the agent may take from.
 * `all` looks at what is only taken by hand, too.
 */
export function itemFor(state: RouterState, slot: Slot, all = false): Entry | undefined {
  let [best, rank] = [undefined as Line | undefined, [] as Rank];
  for (const demand of slot.group.demands) {
    if (demand.waiting === 0 || !(demand.pushed || all)) continue;
    if (slot.room[demand.class] < demand.weight) continue;
    for (const line of demand.lines.values()) {
      if (line.tried.includes(slot.agent.id)) continue;
      if (line.keptFor !== null && line.keptFor !== slot.agent.id) continue;
      const its = [demand.class === 'real_time' ? 0 : 1, firstRank(line.heap), firstOf(line.heap) ?? ''];
      if (!best || isLess(its, rank)) [best, rank] = [line, its];
    }
  }
  return best && state.entries.get(firstOf(best.heap) ?? '');
}
