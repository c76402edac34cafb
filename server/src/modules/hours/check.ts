import type { HoursInput, OwnHoliday, Stretch } from '@meada/contract/routes/hours';
import { refused } from '../../kernel/errors.ts';

const isBackwards = ({ from, to }: Stretch): boolean => from >= to;

/** Holds hours against what a form cannot say: stretches that end before they begin, a day named twice. */
export function checkHours({ week, exceptions }: HoursInput): void {
  const wrong = week.findIndex(isBackwards);
  if (wrong >= 0) throw refused('A stretch must end after it begins.', `body.week.${wrong}`);
  const days = new Set<string>();
  for (const [place, { day, stretches }] of exceptions.entries()) {
    if (stretches.some(isBackwards))
      throw refused('A stretch must end after it begins.', `body.exceptions.${place}`);
    if (days.has(day)) throw refused('This day stands there twice.', `body.exceptions.${place}`);
    days.add(day);
  }
}

/** A day that the calendar has: 29 February every year is one, of a common year it is none. */
function isDay(on: string): boolean {
  const day = on.length === 5 ? `2024-${on}` : on;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day);
}

export function checkHolidays(items: readonly OwnHoliday[]): void {
  const days = new Set<string>();
  for (const [place, { on, open }] of items.entries()) {
    if (!isDay(on)) throw refused('There is no such day.', `body.items.${place}.on`);
    if (open && isBackwards(open))
      throw refused('A stretch must end after it begins.', `body.items.${place}.open`);
    if (days.has(on)) throw refused('This day stands there twice.', `body.items.${place}.on`);
    days.add(on);
  }
}
