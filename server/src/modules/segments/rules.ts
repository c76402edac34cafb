import { isGroup, type SegmentGroup, type SegmentLeaf } from '@meada/contract/segments';

/** Conditions a segment may have in all. */
export const leavesAtMost = 60;

export const leavesOf = (group: SegmentGroup): SegmentLeaf[] =>
  group.of.flatMap((node) => (isGroup(node) ? leavesOf(node) : [node]));

const dayMs = 86_400_000;
const asDay = (date: Date): string => date.toISOString().slice(0, 10);
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The day so many days after another (before it when negative), both YYYY-MM-DD; kept within what PostgreSQL knows. */
export const dayAfter = (day: string, days: number): string =>
  asDay(new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs));

/** The day so many years before another; of 29 February the 28th where there is none. Years are kept to 1 and later. */
export function yearsBack(day: string, years: number): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  const then = Math.max(1, Math.min(9999, year - years));
  const last = month === 2 && date === 29 && !isLeap(then) ? 28 : date;
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(then).padStart(4, '0')}-${two(month)}-${two(last)}`;
}

/** Birthdays (MM-DD) from today on, so many days ahead. Who was born on 29 February has it on the 28th in other years. */
export function birthdaysWithin(today: string, days: number): string[] {
  const found = new Set<string>();
  for (let ahead = 0; ahead <= Math.min(days, 366); ahead += 1) {
    const day = dayAfter(today, ahead);
    found.add(day.slice(5));
    if (day.endsWith('02-28') && !isLeap(Number(day.slice(0, 4)))) found.add('02-29');
  }
  return [...found];
}
