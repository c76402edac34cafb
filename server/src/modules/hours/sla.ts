import { addBusinessTime, businessTimeBetween } from './business-time.ts';
import type { BusinessHours } from './open.ts';

/** What is promised to be done in time: the first answer, each further one, the end of the matter. */
export const promises = ['first_answer', 'next_answer', 'resolution'] as const;
export type Promised = (typeof promises)[number];

/** A clock of business time: what had run before the present stretch, and since when it runs. Milliseconds. */
export type Clock = { state: 'idle' | 'running' | 'paused' | 'stopped'; spent: number; since: number };

/** The clocks of a conversation. `at` is the time of the last event: time never goes back. */
export type Clocks = Record<Promised, Clock> & { at: number; onCustomer: boolean };

export type SlaEvent = {
  /**
   * `wrote` a customer's message · `answered` a message of ours to the customer · `waits` for the customer, by status or
   * snooze · `goes_on` without a message · `resolved` · `reopened`.
   */
  type: 'wrote' | 'answered' | 'waits' | 'goes_on' | 'resolved' | 'reopened';
  at: number;
};

const idle: Clock = { state: 'idle', spent: 0, since: 0 };

export const newClocks = (): Clocks => ({
  first_answer: idle,
  next_answer: idle,
  resolution: idle,
  at: Number.NEGATIVE_INFINITY,
  onCustomer: false,
});

type Move = (clock: Clock) => Clock;

/** How clocks are moved at an instant. A clock that stands takes the time it ran with it. */
function movesAt(hours: BusinessHours, at: number) {
  const halt =
    (state: 'paused' | 'stopped'): Move =>
    (clock) =>
      clock.state === 'running'
        ? { state, spent: clock.spent + businessTimeBetween(hours, clock.since, at), since: at }
        : { ...clock, state };
  const run: Move = (clock) => ({ ...clock, state: 'running', since: at });
  const only =
    (when: Clock['state'], move: Move): Move =>
    (clock) =>
      clock.state === when ? move(clock) : clock;
  return {
    start: (): Clock => ({ state: 'running', spent: 0, since: at }),
    stop: halt('stopped'),
    pause: only('running', halt('paused')),
    goOn: only('paused', run),
    again: only('stopped', run),
  };
}

const each = (clocks: Clocks, move: Move): Clocks => ({
  ...clocks,
  first_answer: move(clocks.first_answer),
  next_answer: move(clocks.next_answer),
  resolution: move(clocks.resolution),
});

type Moves = ReturnType<typeof movesAt>;

/** A customer's words: the first start the matter, later ones ask for an answer unless one is owed already. */
function wrote(clocks: Clocks, { start, goOn, again }: Moves): Clocks {
  const on = each({ ...clocks, onCustomer: false }, goOn);
  const begun = on.resolution.state === 'idle' ? start() : again(on.resolution);
  if (on.first_answer.state === 'idle') return { ...on, first_answer: start(), resolution: begun };
  const owed = on.first_answer.state === 'running' || on.next_answer.state === 'running';
  return { ...on, next_answer: owed ? on.next_answer : start(), resolution: begun };
}

/** Our words end what is owed. Where we wrote first there is no first answer to owe. */
function answered(clocks: Clocks, { start, stop, pause }: Moves): Clocks {
  const { resolution, next_answer: next } = clocks;
  const begin = (): Clock => (clocks.onCustomer ? pause(start()) : start());
  return {
    ...clocks,
    first_answer: stop(clocks.first_answer),
    next_answer: next.state === 'idle' ? next : stop(next),
    resolution: resolution.state === 'idle' ? begin() : resolution,
  };
}

const after: Record<SlaEvent['type'], (clocks: Clocks, moves: Moves) => Clocks> = {
  wrote,
  answered,
  waits: (clocks, { pause }) => each({ ...clocks, onCustomer: true }, pause),
  goes_on: (clocks, { goOn }) => each({ ...clocks, onCustomer: false }, goOn),
  resolved: (clocks, { stop }) => each({ ...clocks, onCustomer: false }, stop),
  reopened: (clocks, { again, goOn }) => ({
    ...each({ ...clocks, onCustomer: false }, goOn),
    resolution: again(clocks.resolution),
  }),
};

/**
 * The clocks after an event. Nothing runs while we wait for the customer; the customer's words end that. A reopened matter
 * goes on where its resolution stood. An event that comes late counts as coming now.
 */
export function clocksAfter(clocks: Clocks, event: SlaEvent, hours: BusinessHours): Clocks {
  const at = Math.max(event.at, clocks.at);
  return { ...after[event.type](clocks, movesAt(hours, at)), at };
}

/** Business time (ms) a clock has run by an instant. */
export const spentBy = (clock: Clock, hours: BusinessHours, at: number): number =>
  clock.state === 'running' ? clock.spent + businessTimeBetween(hours, clock.since, at) : clock.spent;

/**
 * When a clock reaches a target (ms of business time), as things stand; null while it does not run, or when that never
 * comes. A past instant: it has been missed. A warning is the deadline of a smaller target.
 */
export function deadlineOf(clock: Clock, hours: BusinessHours, target: number): number | null {
  if (clock.state !== 'running') return null;
  const left = target - clock.spent;
  // Spent before the present stretch: missed already when it began.
  return left < 0 ? clock.since : addBusinessTime(hours, clock.since, left);
}
