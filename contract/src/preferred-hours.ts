import type { PreferredHours } from './routes/preferences.ts';

/** When somebody likes to be reached: pure, for the desk and the server alike. */

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Hour (0 to 23) and day (0 = Sunday) of a moment by the clock of a time zone (IANA). */
export function clockIn(zone: string, at: Date): { hour: number; day: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hour: 'numeric',
    hourCycle: 'h23',
    weekday: 'short',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { hour: Number(parts.get('hour')), day: days.indexOf(parts.get('weekday') ?? '') };
}

/**
 * Whether a clock stands within preferred hours. A stretch over midnight belongs to the day it began on; one without
 * length is the whole day.
 */
export function isWithin(
  { days: on, from, to }: PreferredHours,
  { hour, day }: { hour: number; day: number },
): boolean {
  const fits = (one: number): boolean => on.length === 0 || on.includes((one + 7) % 7);
  if (from === to) return fits(day);
  if (from < to) return fits(day) && hour >= from && hour < to;
  return (fits(day) && hour >= from) || (fits(day - 1) && hour < to);
}
