import { count, positive, quantity, share } from './input.ts';
import { freeOverFull } from './loss.ts';

/**
 * Calls that wait as long as it takes. Times in any one unit (here seconds everywhere), `rate` in calls per that unit.
 */
export type Traffic = { rate: number; handling: number; agents: number };

function checked({ rate, handling, agents }: Traffic): { load: number; agents: number; handling: number } {
  count('agents', agents);
  return { load: quantity('rate', rate) * positive('handling', handling), agents, handling };
}

/**
 * Erlang C: the share of calls that wait. 1 where there are not more agents than Erlang: there the line grows for ever.
 * C = 1 / (1 + (1 − load/n)·S), S as in `freeOverFull`: n − load is exact, so nothing cancels.
 */
export function erlangC(agents: number, load: number): number {
  count('agents', agents);
  if (quantity('load', load) >= agents) return 1;
  if (load === 0) return 0;
  return 1 / (1 + ((agents - load) / agents) * freeOverFull(agents, load));
}

/** Mean wait of all calls, those that do not wait included; Infinity where the line grows for ever. */
export function meanWait(traffic: Traffic): number {
  const { load, agents, handling } = checked(traffic);
  return load >= agents ? Number.POSITIVE_INFINITY : (erlangC(agents, load) * handling) / (agents - load);
}

/** The share of calls that wait longer than `time`. */
export function waitBeyond(traffic: Traffic, time: number): number {
  const { load, agents, handling } = checked(traffic);
  quantity('time', time);
  if (load >= agents) return 1;
  return erlangC(agents, load) * Math.exp((-(agents - load) * time) / handling);
}

/** Service level: the share of calls answered within `time`. */
export const answeredWithin = (traffic: Traffic, time: number): number => 1 - waitBeyond(traffic, time);

/** The time that the given share of calls does not wait longer than (0.95: all but 5 %). */
export function waitQuantile(traffic: Traffic, part: number): number {
  const { load, agents, handling } = checked(traffic);
  share('part', part);
  if (load >= agents) return Number.POSITIVE_INFINITY;
  const waits = erlangC(agents, load);
  return waits <= 1 - part ? 0 : (Math.log(waits / (1 - part)) * handling) / (agents - load);
}
