import type { DueWhat, Promised } from '@meada/contract/agreements';
import type { AgreementConditions } from '@meada/contract/routes/agreements';
import {
  type BusinessHours,
  type Clocks,
  clocksAfter,
  deadlineOf,
  newClocks,
  promises,
  type SlaEvent,
} from '../hours/index.ts';

/** Which agreement counts for a conversation, and what its history makes of the clocks: pure. */

export type Facts = {
  queueId: string | null;
  inboxId: string;
  priority: string;
  segmentIds: readonly string[];
  labelIds: readonly string[];
};

const fits = (wanted: readonly string[], has: readonly (string | null)[]): boolean =>
  wanted.length === 0 || has.some((one) => one !== null && wanted.includes(one));

/** The first agreement whose conditions all hold: any of each list, lists that are empty ask nothing. */
export const agreementFor = <A extends { conditions: AgreementConditions }>(
  inOrder: readonly A[],
  facts: Facts,
): A | null =>
  inOrder.find(
    ({ conditions }) =>
      fits(conditions.queueIds, [facts.queueId]) &&
      fits(conditions.inboxIds, [facts.inboxId]) &&
      fits(conditions.priorities, [facts.priority]) &&
      fits(conditions.segmentIds, facts.segmentIds) &&
      fits(conditions.labelIds, facts.labelIds),
  ) ?? null;

/** What happened, by the number of the message that tells it. */
export type Happened = SlaEvent & { seq: number; personId: string | null };

/** The clock of the SAC decree (`decree.ts`). `since`: when the demand was registered, the running one or the last. */
export type DecreeClock = { state: 'running' | 'stopped'; since: number; at: number };

/** Clocks with when what they count began: the open one, or the last. `decree`: where the SAC decree counts. */
export type Counted = { clocks: Clocks; began: Partial<Record<Promised, number>>; decree?: DecreeClock };
export const nothingCounted = (): Counted => ({ clocks: newClocks(), began: {} });

/** A promise that is over: business time (ms) it took, and who ended it. */
export type Ended = {
  what: DueWhat;
  startedAt: number;
  endedAt: number;
  spent: number;
  personId: string | null;
};

const isOpen = (state: string): boolean => state === 'running' || state === 'paused';

/**
 * The clocks after what happened since, and what ended meanwhile. A resolution that was reopened is not over: the same
 * promise goes on.
 */
export function replayed(
  from: Counted,
  history: readonly Happened[],
  hours: BusinessHours,
): { counted: Counted; ended: Ended[] } {
  let { clocks } = from;
  const began = { ...from.began };
  const ended = new Map<string, Ended>();
  for (const event of history) {
    const before = clocks;
    clocks = clocksAfter(before, event, hours);
    for (const what of promises) {
      const [was, is] = [before[what], clocks[what]];
      const startedAt = began[what];
      if (!isOpen(was.state) && isOpen(is.state)) {
        const again = what === 'resolution' && was.state === 'stopped' && startedAt !== undefined;
        if (again) ended.delete(`${what} ${startedAt}`);
        else began[what] = clocks.at;
      }
      if (isOpen(was.state) && is.state === 'stopped' && startedAt !== undefined) {
        const { personId } = event;
        ended.set(`${what} ${startedAt}`, { what, startedAt, endedAt: clocks.at, spent: is.spent, personId });
      }
    }
  }
  return { counted: { ...from, clocks, began }, ended: [...ended.values()] };
}

/** Targets and the time before them in ms of business time. */
export type Terms = { targets: Record<Promised, number | null>; warnBefore: number };
/** What is owed now; without an instant it stands still. */
export type Open = {
  what: DueWhat;
  startedAt: number;
  target: number;
  dueAt: number | null;
  warnAt: number | null;
};

/** What an agreement promises and is not over, with when it is due as things stand. */
export function owedBy({ clocks, began }: Counted, terms: Terms, hours: BusinessHours): Open[] {
  return promises.flatMap((what) => {
    const target = terms.targets[what];
    const startedAt = began[what];
    const clock = clocks[what];
    if (target === null || startedAt === undefined || !isOpen(clock.state)) return [];
    const dueAt = deadlineOf(clock, hours, target);
    const warnAt = deadlineOf(clock, hours, Math.max(0, target - terms.warnBefore));
    return [{ what, startedAt, target, dueAt, warnAt }];
  });
}

/** The nearest of what runs. */
export const nearest = (open: readonly Open[]): (Open & { dueAt: number }) | null =>
  open
    .filter((one): one is Open & { dueAt: number } => one.dueAt !== null)
    .reduce<(Open & { dueAt: number }) | null>(
      (first, one) => (first && first.dueAt <= one.dueAt ? first : one),
      null,
    );
