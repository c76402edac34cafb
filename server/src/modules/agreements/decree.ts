import type { DecreeClock, Ended, Happened, Open } from './rules.ts';

/**
 * The clock of the SAC decree: a demand is answered within seven consecutive days of being registered (Decreto 11.034/2022,
 * art. 13). Pure. It runs by the calendar, at night and on holidays, and nothing pauses it: not even waiting for the customer.
 */

const day = 86_400_000;
/** Counted to the hour, which ends before the seventh day does: the strict reading is never late by the other one. */
export const decreeTarget = 7 * day;
/** Said to be near two days ahead: long enough over a weekend. */
const warnBefore = 2 * day;

/**
 * The clock after what happened since, and what ended meanwhile. The customer's first words register a demand; resolving it
 * says that the answer was conclusive (art. 13). Words after that register the next one; what a colleague opens again
 * goes on as the same. Nothing before `from` (when the mode was switched on) counts.
 */
export function decreeAfter(
  before: DecreeClock | undefined,
  history: readonly Happened[],
  from: number,
): { clock: DecreeClock | undefined; ended: Ended[] } {
  let clock = before;
  const ended = new Map<number, Ended>();
  for (const event of history) {
    if (event.at < from) continue;
    const at = Math.max(event.at, clock?.at ?? event.at);
    if (event.type === 'wrote' && clock?.state !== 'running') clock = { state: 'running', since: at, at };
    else if (event.type === 'reopened' && clock?.state === 'stopped') {
      ended.delete(clock.since);
      clock = { ...clock, state: 'running', at };
    } else if (event.type === 'resolved' && clock?.state === 'running') {
      const { since } = clock;
      const { personId } = event;
      ended.set(since, { what: 'decree', startedAt: since, endedAt: at, spent: at - since, personId });
      clock = { state: 'stopped', since, at };
    }
  }
  return { clock, ended: [...ended.values()] };
}

/** What the decree asks for now, if anything. */
export const decreeOwed = (clock: DecreeClock | undefined): Open[] =>
  clock?.state === 'running'
    ? [
        {
          what: 'decree',
          startedAt: clock.since,
          target: decreeTarget,
          dueAt: clock.since + decreeTarget,
          warnAt: clock.since + decreeTarget - warnBefore,
        },
      ]
    : [];
