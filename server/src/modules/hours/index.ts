export { addBusinessDays, isBusinessDay } from './business-days.ts';
export { addBusinessTime, businessTimeBetween, isAtWork, opensNext } from './business-time.ts';
export { addDays, type CalendarDay } from './days.ts';
export type { BusinessHours } from './open.ts';
export { type Clock, clocksAfter, deadlineOf, newClocks, type SlaEvent, spentBy } from './sla.ts';
