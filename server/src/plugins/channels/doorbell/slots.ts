import type { Slot } from '@meada/contract/routes/site';
import { type BusinessHours, isAtWork, opensNext } from '../../../modules/hours/index.ts';

const hourMs = 3_600_000;
const lengthMs = 2 * hourMs;
const daysAhead = 5;
const slotsAtMost = 12;

/** Without hours of its own an inbox is always open, but nobody is called at night. */
const daytime = (timeZone: string): BusinessHours => ({
  timeZone,
  week: [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '09:00', to: '19:00' })),
  holidays: 'none',
  own: [],
  exceptions: [],
});

const hoursOr = (hours: BusinessHours | null, timeZone: string): BusinessHours =>
  hours && hours.week.length > 0 ? hours : daytime(timeZone);

/** Stretches of two hours within the hours, from the next full hour on (pure). */
export function slotsOf(hours: BusinessHours | null, now: Date, timeZone: string): Slot[] {
  const within = hoursOr(hours, timeZone);
  const slots: Slot[] = [];
  const end = now.getTime() + daysAhead * 24 * hourMs;
  let at = Math.ceil(now.getTime() / hourMs) * hourMs;
  while (at < end && slots.length < slotsAtMost) {
    const fits = isAtWork(within, at) && isAtWork(within, at + lengthMs - 60_000);
    if (fits) slots.push({ from: new Date(at).toISOString(), until: new Date(at + lengthMs).toISOString() });
    at += fits ? lengthMs : hourMs;
  }
  return slots;
}

/** Until when somebody who asks now is called: within the minutes promised, counted from the opening (pure). */
export function soonOf(
  hours: BusinessHours | null,
  now: Date,
  promise: { minutes: number; timeZone: string },
): Date {
  const within = hoursOr(hours, promise.timeZone);
  const begin = opensNext(within, now.getTime()) ?? now.getTime();
  return new Date(begin + promise.minutes * 60_000);
}

/** The slot that begins at an instant, if it is one of those offered; a minute may have passed since. */
export function slotAt(slots: readonly Slot[], from: string): Slot | undefined {
  const at = Date.parse(from);
  return slots.find((slot) => Date.parse(slot.from) === at);
}
