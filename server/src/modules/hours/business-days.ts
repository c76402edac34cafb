import { addDays, type CalendarDay } from './days.ts';
import { holidaysOf } from './holidays.ts';

/**
 * Neither Saturday, Sunday nor a national holiday of Brazil. Days on which only some rest (Carnival, Corpus Christi, a
 * state's own) are business days: a deadline counted so ends too early at worst, never too late.
 */
export function isBusinessDay(day: CalendarDay): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6) return false;
  return !holidaysOf(Number(day.slice(0, 4))).some((one) => one.kind === 'national' && one.day === day);
}

/** The day that lies so many business days after a day, which itself is not counted; 0 is the day itself. */
export function addBusinessDays(from: CalendarDay, days: number): CalendarDay {
  let day = from;
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (isBusinessDay(day)) left -= 1;
  }
  return day;
}
