import { type Estimate, estimateWait, type Pace } from '../wallboard/estimate.ts';

/** What somebody who waits is told: position and minutes, when it changes, and when it is too late. Pure. */

/** One time somebody stood in the line of a queue; `begun`: an agent began with them at its end. Instants (ms). */
export type Visit = { came: number; until: number; begun: boolean };

/** The pace of a line between two instants: how long anybody stood in it, and how many were begun from it. */
export function paceOf(visits: readonly Visit[], { from, now }: { from: number; now: number }): Pace {
  const spans = visits
    .map(({ came, until }) => [Math.max(came, from), Math.min(until, now)] as const)
    .filter(([a, b]) => b > a)
    .sort(([a], [b]) => a - b);
  let [busyMs, end] = [0, from];
  for (const [a, b] of spans) {
    busyMs += Math.max(0, b - Math.max(a, end));
    end = Math.max(end, b);
  }
  const begun = visits.filter((one) => one.begun && one.until > from && one.until <= now).length;
  return { begun, busyMs };
}

export type Minutes = { low: number; high: number };

/** Whoever waits longer than this is not told how long: so far ahead nothing is known (minutes). */
const longest = 240;
/** Wider than this, and by several times, is no answer (minutes). */
const vague = 30;
const minute = 60_000;

/** Steps in which people say so many minutes. */
const stepOf = (minutes: number): number => (minutes <= 10 ? 1 : minutes <= 30 ? 5 : minutes <= 60 ? 10 : 30);

/** An interval as people say it, rounded outwards so that it stays right; null where it says nothing. */
export function minutesOf({ lowMs, highMs }: Estimate): Minutes | null {
  const [exactLow, exactHigh] = [lowMs / minute, highMs / minute];
  if (!(exactHigh <= longest)) return null;
  const low = Math.floor(exactLow / stepOf(exactLow)) * stepOf(exactLow);
  const high = Math.max(1, Math.ceil(exactHigh / stepOf(exactHigh)) * stepOf(exactHigh));
  // "Between 5 and 60 minutes" helps nobody.
  return high - low > vague && high > 4 * low ? null : { low, high };
}

/** How far ahead the place is said: exactly near the front, roughly further back. */
export function placeOf(position: number): number {
  const step = position <= 10 ? 1 : position <= 50 ? 5 : 10;
  return Math.ceil(position / step) * step;
}

/** What somebody is told. */
export type Numbers = {
  position: number | null;
  low: number | null;
  high: number | null;
  late: boolean;
  nobody: boolean;
};
/** What somebody was told before, when, and what was promised to them first. */
export type Told = Numbers & { saidAt: number; promise: ({ at: number } & Minutes) | null };

export type Line = {
  /** Who waits in it, next first. */
  items: readonly { id: string; told: Told | null }[];
  pace: Pace;
  /** Somebody who could answer is there. */
  attended: boolean;
};

/** An interval that is a little other is not told at once: it would flicker (ms). */
const stillMs = 45_000;

/** Whom of a line something new is to be told now. */
export function tellLine(line: Line, now: number): { id: string; numbers: Numbers }[] {
  // The same for all who have as many before them: worked out once each.
  const known = new Map<number, Minutes | null>();
  const minutesAt = (ahead: number): Minutes | null => {
    if (!line.attended) return null;
    const found = known.get(ahead);
    if (found !== undefined) return found;
    const estimate = estimateWait(ahead, line.pace);
    const minutes = estimate && minutesOf(estimate);
    known.set(ahead, minutes);
    return minutes;
  };
  return line.items.flatMap(({ id, told }, ahead) => {
    const minutes = minutesAt(ahead);
    const numbers: Numbers = {
      ...{ position: placeOf(ahead + 1), low: minutes?.low ?? null, high: minutes?.high ?? null },
      ...{ late: isLate(told, now), nobody: !line.attended },
    };
    return isNews(numbers, told, now) ? [{ id, numbers }] : [];
  });
}

const isLate = (told: Told | null, now: number): boolean =>
  told !== null &&
  (told.late || (told.promise !== null && now > told.promise.at + told.promise.high * minute));

function isNews(next: Numbers, told: Told | null, now: number): boolean {
  if (!told) return true;
  if (next.position !== told.position || next.late !== told.late || next.nobody !== told.nobody) return true;
  if ((next.high === null) !== (told.high === null)) return true;
  const moved = next.low !== told.low || next.high !== told.high;
  return moved && now - told.saidAt >= stillMs;
}
