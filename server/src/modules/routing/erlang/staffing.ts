import { mostAgents, positive, quantity, share } from './input.ts';
import { erlangB } from './loss.ts';
import { erlangA, type Impatient, servedWithin } from './patience.ts';
import { answeredWithin, meanWait, type Traffic } from './queue.ts';

/** The fewest agents with which something holds that more agents never undo; RangeError where none do. */
function fewest(holds: (agents: number) => boolean): number {
  let [low, high] = [-1, 1];
  while (!holds(high)) {
    if (high === mostAgents) throw new RangeError(`not even ${mostAgents} agents are enough`);
    [low, high] = [high, Math.min(high * 2, mostAgents)];
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The fewest lines that lose at most a share of the calls (Erlang B). */
export function linesForLoss(load: number, most: number): number {
  quantity('load', load);
  share('most', most);
  return fewest((lines) => erlangB(lines, load) <= most);
}

/** What a firm promises: a share of calls answered within a time, a mean wait, a share at most that gives up. */
export type Target = {
  within?: { share: number; time: number };
  meanWait?: number;
  abandons?: number;
};

/** The fewest agents who reach a target for patient callers (Erlang C). `abandons` says nothing here. */
export function agentsFor(traffic: Omit<Traffic, 'agents'>, target: Target): number {
  checkTarget(target);
  return fewest((agents) => {
    const staffed = { ...traffic, agents };
    if (target.within && answeredWithin(staffed, target.within.time) < target.within.share) return false;
    return target.meanWait === undefined || meanWait(staffed) <= target.meanWait;
  });
}

/** The fewest agents who reach a target for callers whose patience ends (Erlang A). */
export function agentsForImpatient(traffic: Omit<Impatient, 'agents'>, target: Target): number {
  checkTarget(target);
  return fewest((agents) => {
    const staffed = { ...traffic, agents };
    if (target.within && servedWithin(staffed, target.within.time) < target.within.share) return false;
    const { meanWait: wait, abandons } = erlangA(staffed);
    return wait <= (target.meanWait ?? wait) && abandons <= (target.abandons ?? abandons);
  });
}

function checkTarget({ within, meanWait: wait, abandons }: Target): void {
  if (within) {
    share('within.share', within.share);
    quantity('within.time', within.time);
  }
  if (wait !== undefined) positive('meanWait', wait);
  if (abandons !== undefined) share('abandons', abandons);
}
