import { clockIn, isWithin } from '@meada/contract/preferred-hours';
import type { PreferredHours } from '@meada/contract/routes/preferences';

const hourMs = 3_600_000;
/** Hours looked ahead: the days of a week, and one more. */
const lookAhead = 8 * 24;

/** The next full hour within the hours somebody likes to be reached at; null while it is one of them, or never. */
export function nextWithin(hours: PreferredHours, zone: string, now: Date): Date | null {
  if (isWithin(hours, clockIn(zone, now))) return null;
  // Full hours of a zone off by thirty minutes are half hours of ours: a quarter is a step that meets them all.
  const quarter = hourMs / 4;
  const first = Math.ceil((now.getTime() + 1) / quarter) * quarter;
  for (let step = 0; step < lookAhead * 4; step += 1) {
    const at = new Date(first + step * quarter);
    if (isWithin(hours, clockIn(zone, at))) return at;
  }
  return null;
}
