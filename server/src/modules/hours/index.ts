export { addBusinessDays, isBusinessDay } from './business-days.ts';
export { addBusinessTime, businessTimeBetween, isAtWork, opensNext, stretchAt } from './business-time.ts';
export { createHours } from './create-hours.ts';
export { addDays, type CalendarDay } from './days.ts';
export type { BusinessHours, Span } from './open.ts';
export { presentHours } from './present.ts';
export { putHolidays } from './put-holidays.ts';
export { hoursRoutes } from './routes.ts';
export {
  type Clock,
  type Clocks,
  clocksAfter,
  deadlineOf,
  newClocks,
  promises,
  type SlaEvent,
  spentBy,
} from './sla.ts';
export { allHours, hoursOfRow, requireHours } from './stored.ts';
export { standingOf } from './views.ts';
export { backWords, momentWords } from './words.ts';
