import type { Demand, Group, RouterState } from './state.ts';
import type { Item } from './types.ts';

/** How fast past arrivals are forgotten: an hour ago counts 37 %. */
const memoryMs = 3_600_000;

/** Remembers that real-time work asks for an item's queue and skills. */
export function noteAsked(state: RouterState, item: Item): void {
  if (item.class !== 'real_time') return;
  for (const name of [`q${item.queue}`, ...item.skills.map(({ skill }) => `s${skill}`)]) {
    const before = state.asked.get(name);
    const kept = before ? before.rate * Math.exp(-(state.now - before.at) / memoryMs) : 0;
    state.asked.set(name, { name, rate: kept + 1, at: state.now });
  }
}

/** What nobody has asked for since about half a day guards nobody. */
const leastRate = 1e-5;

const rateOf = (state: RouterState, name: string): number => {
  const asked = state.asked.get(name);
  return asked ? asked.rate * Math.exp(-(state.now - asked.at) / memoryMs) : 0;
};

/** The rate of what is asked for most. */
export const busiest = (state: RouterState): number =>
  Math.max(...[...state.asked.keys()].map((name) => rateOf(state, name)), leastRate);

/**
 * How well the rest of the work does without an agent of this group: of all queues and skills the group has beyond what is
 * asked now, the scarcest one's free agents against its arrivals. Taking those whom the others miss least keeps the
 * many-sided free for what only they can do. Rates count by halves of the busiest, so that what is about equal is equal and
 * the less occupied agent decides.
 */
export function spareOf(state: RouterState, group: Group, of: { demand: Demand; most: number }): number {
  let least = Number.POSITIVE_INFINITY;
  for (const name of group.names) {
    if (isAsked(of.demand, name)) continue;
    const rate = rateOf(state, name);
    if (rate < leastRate) continue;
    const part = 2 ** Math.round(Math.log2(rate / of.most));
    least = Math.min(least, (state.freeBy.get(name) ?? 0) / part);
  }
  return least;
}

/** Whether a name (`q` + queue, `s` + skill) is part of what is asked for. */
const isAsked = ({ queues, skills }: Demand, name: string): boolean =>
  name[0] === 'q' ? queues.includes(name.slice(1)) : skills.some(({ skill }) => skill === name.slice(1));
