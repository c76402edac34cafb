import { estimateWait, minutesOf, paceOf, type Visit } from '../../../../server/src/modules/routing/index.ts';
import { chanceOf } from '../identity/chance.ts';
import { exponential } from './chance.ts';
import { agentWith, plainQueue, workOf } from './parts.ts';
import { type Arrival, simulate } from './simulate.ts';

const [minute, hour] = [60_000, 3_600_000];

/** A house that tells those who wait how long it takes. Times in minutes, patience the mean. */
export type ToldCase = {
  agents: number;
  handling: number;
  patience: number;
  /** Offered Erlang in the hour `nth` of the day. */
  load(nth: number): number;
  days: number;
  seed: number;
};

export type ToldOutcome = {
  /** Who waited, and was told how long; of these, whose wait showed whether it was right. */
  waited: number;
  told: number;
  judged: number;
  right: number;
  /** Waited shorter, or longer. */
  shorter: number;
  longer: number;
  /** Mean width of what was told, in minutes. */
  width: number;
};

function* callsOf({ load, handling, patience, days, seed }: ToldCase): Generator<Arrival, undefined> {
  const chance = chanceOf(seed);
  let at = 0;
  for (let n = 0; at < days * 24 * hour; n += 1) {
    at += exponential(chance, (handling * minute) / load(Math.floor(at / hour) % 24));
    yield {
      ...{ at, work: workOf(`c${n}`, at), handling: exponential(chance, handling * minute) },
      patience: exponential(chance, patience * minute),
    };
  }
  return undefined;
}

/** Who waits longer than this stands in a line, and is told so then (ms). */
const tellAfter = 2000;

/** Plays the days with the production router, then tells everybody who waited what they would have been told. */
export function runTold(one: ToldCase): ToldOutcome {
  const agents = Array.from({ length: one.agents }, (_, n) => agentWith(`a${n}`, []));
  const visits: Visit[] = [];
  const note = (begun: boolean) => (work: { arrivedAt: number }, wait: number) => {
    if (wait > tellAfter) visits.push({ came: work.arrivedAt, until: work.arrivedAt + wait, begun });
  };
  simulate(
    { queues: [plainQueue('calls')], agents, arrivals: callsOf(one) },
    { began: note(true), gaveUp: note(false) },
  );
  visits.sort((a, b) => a.came - b.came);
  const result = { waited: visits.length, told: 0, judged: 0, right: 0, shorter: 0, longer: 0, width: 0 };
  for (const [nth, visit] of visits.entries()) tell(visits, { visit, nth }, result);
  return { ...result, width: result.width / result.told };
}

function tell(
  visits: readonly Visit[],
  { visit, nth }: { visit: Visit; nth: number },
  result: ToldOutcome,
): void {
  const now = visit.came + tellAfter;
  let from = nth;
  while (from > 0 && (visits[from - 1]?.came ?? 0) > now - 2 * hour) from -= 1;
  const seen = visits.slice(from, nth + 1);
  const ahead = seen.filter(({ came, until }) => came < visit.came && until > now).length;
  const pace = paceOf(seen, { from: now - hour, now });
  const estimate = estimateWait(ahead, pace);
  const minutes = estimate && minutesOf(estimate);
  if (!minutes) return;
  result.told += 1;
  result.width += minutes.high - minutes.low;
  const took = (visit.until - now) / minute;
  // Who left before the end of the interval shows nothing.
  if (!visit.begun && took <= minutes.high) return;
  result.judged += 1;
  if (took > minutes.high) result.longer += 1;
  else if (took < minutes.low) result.shorter += 1;
  else result.right += 1;
}
