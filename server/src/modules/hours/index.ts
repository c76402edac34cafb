export { addBusinessDays, isBusinessDay } from './business-days.ts';
export { addDays, type CalendarDay } from './days.ts';
