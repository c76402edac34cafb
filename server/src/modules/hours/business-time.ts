import { type BusinessHours, type Span, spansFrom } from './open.ts';

/** Whether somebody is at work at an instant (ms). */
export const isAtWork = (hours: BusinessHours, at: number): boolean => opensNext(hours, at) === at;

/** The first instant from `at` on at which somebody is at work: `at` itself while they are; null when never. */
export function opensNext(hours: BusinessHours, at: number): number | null {
  const { value } = spansFrom(hours, at).next();
  return value ? value.from : null;
}

/**
 * The first instant by which so much business time (ms) has passed since `from`; null when that never comes. What is due
 * with the end of a stretch is due then, not when the next one begins.
 */
export function addBusinessTime(hours: BusinessHours, from: number, time: number): number | null {
  if (!Number.isFinite(time) || !Number.isFinite(from)) throw new RangeError(`no time: ${from} + ${time}`);
  if (time <= 0) return from;
  let left = time;
  for (const span of spansFrom(hours, from)) {
    const length = span.to - span.from;
    if (left <= length) return span.from + left;
    left -= length;
  }
  return null;
}

/** Business time (ms) from one instant to a later one; 0 when it is not later. */
export function businessTimeBetween(hours: BusinessHours, from: number, to: number): number {
  let time = 0;
  for (const span of spansFrom(hours, from)) {
    if (span.from >= to) break;
    time += Math.min(span.to, to) - span.from;
  }
  return time;
}

/** When those who are at work at an instant stop for the first time; null when they are not, or never stop. */
export function closesNext(hours: BusinessHours, at: number): number | null {
  let end: number | null = null;
  for (const span of spansFrom(hours, at)) {
    if (span.from !== (end ?? at)) return end;
    end = span.to;
    // Whoever is there for a whole year is always there.
    if (end - at > 366 * 86_400_000) return null;
  }
  return end;
}

const weekMs = 7 * 86_400_000;
/** An instant that does not come: the last one a date can say. */
const never = 8.64e15;

/**
 * The stretch in which somebody is at work at an instant, or the next one: from when they began (a week back at most) until they
 * stop. Stretches that touch are one. Whoever never stops has no end, and who is never at work no beginning (`8.64e15`).
 */
export function stretchAt(hours: BusinessHours, at: number): Span {
  const opens = opensNext(hours, at);
  if (opens === null) return { from: never, to: never };
  const to = closesNext(hours, opens) ?? never;
  if (opens > at) return { from: opens, to };
  let began = at;
  let end: number | null = null;
  for (const span of spansFrom(hours, at - weekMs)) {
    if (span.from > at) break;
    if (span.from !== end) began = span.from;
    end = span.to;
  }
  return { from: began, to };
}
