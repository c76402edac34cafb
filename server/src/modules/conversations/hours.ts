import type { Hours } from '@meada/contract/routes/inboxes';

/** Opening hours of an inbox in simple form: weekly stretches in a time zone. No stretches = always open. */

type LocalTime = { day: number; minutes: number };
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function localTime(timeZone: string, at: Date): LocalTime {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return { day: days.indexOf(part('weekday')), minutes: Number(part('hour')) * 60 + Number(part('minute')) };
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Whether it is open at an instant. */
export function isOpen(hours: Hours | null, at: Date): boolean {
  if (!hours || hours.stretches.length === 0) return true;
  const { day, minutes } = localTime(hours.timeZone, at);
  return hours.stretches.some(
    (stretch) => stretch.day === day && minutes >= minutesOf(stretch.from) && minutes < minutesOf(stretch.to),
  );
}

const stepMs = 60_000;
const lookMinutes = 8 * 24 * 60;

/**
 * When it opens next, to the minute; null when it is open or never opens. Goes by instants, so that days on which the
 * clock changes come out right.
 */
export function opensAt(hours: Hours | null, at: Date): Date | null {
  if (!hours || isOpen(hours, at)) return null;
  const start = Math.ceil(at.getTime() / stepMs) * stepMs;
  // Quarter hours first: nearly every stretch begins on one; then minute by minute within it.
  for (let minute = 0; minute <= lookMinutes; minute += 15) {
    const quarter = start + minute * stepMs;
    if (!isOpen(hours, new Date(quarter))) continue;
    for (let back = Math.min(15, minute); back >= 0; back -= 1) {
      const candidate = new Date(quarter - back * stepMs);
      if (isOpen(hours, candidate)) return candidate;
    }
  }
  return null;
}
