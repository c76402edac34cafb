/** A day of a calendar, `2026-03-02`: of no zone. */
export type CalendarDay = string;

const dayMs = 86_400_000;

/** A day by its numbers; month and day from 1. */
export const dayOf = (year: number, month: number, day: number): CalendarDay =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);

/** The day so many days later, or earlier. */
export const addDays = (day: CalendarDay, days: number): CalendarDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
