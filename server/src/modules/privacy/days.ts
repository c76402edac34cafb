import { addBusinessDays, addDays, type CalendarDay, isBusinessDay } from '../hours/index.ts';

/** Days of the firm's calendar: pure. */

const dayMs = 86_400_000;

/** Days from one to another, negative when it is over. */
export const daysUntil = (from: CalendarDay, to: CalendarDay): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);

/** Business days that are left after today until a day, that day included; negative when it is over. */
export function businessDaysUntil(from: CalendarDay, to: CalendarDay): number {
  if (to < from) return -businessDaysUntil(to, from);
  let left = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isBusinessDay(day)) left += 1;
  return left;
}

/**
 * Last day to tell the authority and those affected: three business days from when the firm knew that personal data was
 * affected, not counting that day; twice as many for a small agent (Resolution CD/ANPD 15/2024, arts. 6 and 9).
 */
export const incidentDueOn = (noticed: CalendarDay, isSmall: boolean): CalendarDay =>
  addBusinessDays(noticed, isSmall ? 6 : 3);

/**
 * Last day to complete what the authority was told, counted from the telling: twenty business days, twice as many for a
 * small agent (Resolution CD/ANPD 15/2024, art. 6 § 3).
 */
export const completedOn = (told: CalendarDay, isSmall: boolean): CalendarDay =>
  addBusinessDays(told, isSmall ? 40 : 20);

/** Register entries are kept five years at least (Resolution CD/ANPD 15/2024, art. 10). */
export const keptUntil = (day: CalendarDay): CalendarDay => `${Number(day.slice(0, 4)) + 5}${day.slice(4)}`;
