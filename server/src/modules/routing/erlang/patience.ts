import { count, positive, quantity, share } from './input.ts';
import { freeOverFull } from './loss.ts';
import type { Traffic } from './queue.ts';
import { tail } from './tail.ts';

/**
 * Erlang A: calls whose patience ends, exponentially with mean `patience` (C. Palm, "Research on telephone traffic
 * carried by full availability groups", 1957; O. Garnett, A. Mandelbaum, M. Reiman, "Designing a call center with
 * impatient customers", 2002). Times in the unit of `rate`.
 */
export type Impatient = Traffic & { patience: number };

export type Abandonment = {
  /** Share of calls that find no agent free. */
  waits: number;
  /** Share of calls that give up. */
  abandons: number;
  /** Mean time in line, of all calls. */
  meanWait: number;
  /** Mean number in line. */
  waiting: number;
  /** Share of the agents' time spent with calls. */
  occupancy: number;
};

/** So many terms are summed within a second. */
const mostArrivals = 1e8;

type Scaled = { x: number; y: number; load: number };

/** In units of the rate at which one waiting call gives up: x service at full house, y arrivals. */
function scaled({ rate, handling, agents, patience }: Impatient): Scaled {
  count('agents', agents);
  quantity('rate', rate);
  const ratio = positive('patience', patience) / positive('handling', handling);
  const y = rate * patience;
  if (y > mostArrivals)
    throw new RangeError(`${y} arrivals in one patience: such calls are patient, use Erlang C`);
  return { x: agents * ratio, y, load: rate * handling };
}

/** Share of calls that find all agents busy. */
function fullHouse(agents: number, load: number, logTail: number): number {
  return agents === 0 ? 1 : 1 / (1 + Math.exp(Math.log(freeOverFull(agents, load)) - logTail));
}

/** Waiting and giving up in the long run. */
export function erlangA(traffic: Impatient): Abandonment {
  const { x, y, load } = scaled(traffic);
  if (load === 0) return { waits: 0, abandons: 0, meanWait: 0, waiting: 0, occupancy: 0 };
  const line = tail(x, y);
  const waits = fullHouse(traffic.agents, load, line.logSum);
  const waiting = waits * line.meanWaiting;
  const abandons = waiting / y;
  return {
    waits,
    abandons,
    meanWait: abandons * traffic.patience,
    waiting,
    occupancy: traffic.agents === 0 ? 0 : (load * (1 - abandons)) / traffic.agents,
  };
}

/**
 * ln of γ(x, y·e^(−s)) ∕ γ(x, y), the lower incomplete gamma functions: the share of those who would wait that would
 * still wait after s mean patiences, were they patient themselves.
 */
function logStill(x: number, y: number, s: number): number {
  return -x * s - y * Math.expm1(-s) + tail(x, y * Math.exp(-s)).logSum - tail(x, y).logSum;
}

/** Share of calls that are in line longer than `time`, whatever becomes of them. */
export function inLineBeyond(traffic: Impatient, time: number): number {
  const { x, y, load } = scaled(traffic);
  const s = quantity('time', time) / traffic.patience;
  if (load === 0) return 0;
  const waits = fullHouse(traffic.agents, load, tail(x, y).logSum);
  // Without agents nobody is ever answered.
  return traffic.agents === 0 ? Math.exp(-s) : waits * Math.exp(logStill(x, y, s) - s);
}

/** The time in line that the given share of calls does not pass, those that gave up included. */
export function inLineQuantile(traffic: Impatient, part: number): number {
  const beyond = 1 - share('part', part);
  if (inLineBeyond(traffic, 0) <= beyond) return 0;
  // Nobody's patience is likely to pass this, so the answer lies below.
  let [low, high] = [0, -Math.log(beyond) * traffic.patience];
  for (let middle = high / 2; low < middle && middle < high; middle = (low + high) / 2) {
    if (inLineBeyond(traffic, middle) > beyond) low = middle;
    else high = middle;
  }
  return high;
}

/** Service level: share of all calls, those that gave up included, that are answered within `time`. */
export function servedWithin(traffic: Impatient, time: number): number {
  const { x, y, load } = scaled(traffic);
  const s = quantity('time', time) / traffic.patience;
  if (traffic.agents === 0 || load === 0) return traffic.agents === 0 ? 0 : 1;
  const line = tail(x, y).logSum;
  const waits = fullHouse(traffic.agents, load, line);
  // γ(x+1, y) ∕ (y·γ(x, y)): the share of those who wait that is answered sooner or later.
  const answered = (x / (x + 1)) * Math.exp(tail(x + 1, y).logSum - line);
  return 1 - waits + waits * answered * -Math.expm1(logStill(x + 1, y, s));
}
