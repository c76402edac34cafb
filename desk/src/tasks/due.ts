import type { Task, TaskRepeat } from '@meada/contract/routes/tasks';

/** When a task is due and when it rings, as people say it: pure, in the browser's own zone. */

export const groups = ['overdue', 'today', 'week', 'later', 'none'] as const;
export type Group = (typeof groups)[number];

type Due = Pick<Task, 'dueAt'>;

/** Where an open task stands among the others. */
export function groupOf({ dueAt }: Due, now: number): Group {
  if (dueAt === null) return 'none';
  const at = Date.parse(dueAt);
  if (at < now) return 'overdue';
  const midnight = new Date(now);
  midnight.setHours(24, 0, 0, 0);
  if (at < midnight.getTime()) return 'today';
  midnight.setDate(midnight.getDate() + 6);
  return at < midnight.getTime() ? 'week' : 'later';
}

/** What the fields of a form hold; no time: the day counts. */
export type When = { day: string; time: string };

const two = (value: number): string => String(value).padStart(2, '0');
const dayText = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

export function whenOf({ dueAt, dueDay }: Pick<Task, 'dueAt' | 'dueDay'>): When {
  if (dueAt === null) return { day: '', time: '' };
  const at = new Date(dueAt);
  return { day: dayText(at), time: dueDay ? '' : `${two(at.getHours())}:${two(at.getMinutes())}` };
}

/** The instant that the fields mean; a day without a time ends with its last second. */
export function dueOf({ day, time }: When): { dueAt: string | null; dueDay: boolean } {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return { dueAt: null, dueDay: false };
  const at = new Date(`${day}T${time || '23:59:59'}`);
  return Number.isNaN(at.getTime())
    ? { dueAt: null, dueDay: false }
    : { dueAt: at.toISOString(), dueDay: time === '' };
}

export const reminders = ['none', 'exact', 'quarter', 'hour', 'day', 'own'] as const;
export type Reminder = (typeof reminders)[number];

const before: Partial<Record<Reminder, number>> = { exact: 0, quarter: 15, hour: 60, day: 1440 };
/** At what hour a day rings that has no time. */
const morning = 9;

/** When it rings; null: not at all. `own` is a moment of its own, as the field holds it. */
export function remindOf(reminder: Reminder, when: When, own: string): string | null {
  if (reminder === 'none') return null;
  if (reminder === 'own') {
    const at = new Date(own);
    return own === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
  }
  const { dueAt } = dueOf({ day: when.day, time: when.time || `${two(morning)}:00` });
  if (dueAt === null) return null;
  return new Date(Date.parse(dueAt) - (before[reminder] ?? 0) * 60_000).toISOString();
}

/** The choice that a kept moment is, so that a form shows what was chosen. */
export function reminderOf(task: Pick<Task, 'dueAt' | 'dueDay' | 'remindAt'>): Reminder {
  if (task.remindAt === null) return 'none';
  const when = whenOf(task);
  const at = Date.parse(task.remindAt);
  return reminders.find((one) => one !== 'own' && Date.parse(remindOf(one, when, '') ?? '') === at) ?? 'own';
}

/** A moment as a `datetime-local` field holds it. */
export const localOf = (at: string | null): string => {
  if (at === null) return '';
  const date = new Date(at);
  return `${dayText(date)}T${two(date.getHours())}:${two(date.getMinutes())}`;
};

export const repeats: readonly TaskRepeat[] = ['daily', 'workdays', 'weekly', 'monthly'];

/** "hoje 15:00", "amanhã", "3 de mar.". */
export function dueWords(
  { dueAt, dueDay }: Pick<Task, 'dueAt' | 'dueDay'>,
  now: number,
  locale: string,
): string {
  if (dueAt === null) return '';
  const at = new Date(dueAt);
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(at.getTime()) - midnight(now)) / 86_400_000);
  const sameYear = at.getFullYear() === new Date(now).getFullYear();
  const day =
    Math.abs(days) <= 1
      ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
      : new Intl.DateTimeFormat(locale, {
          ...(days > 1 && days < 7 ? { weekday: 'short' } : {}),
          day: 'numeric',
          month: 'short',
          ...(sameYear ? {} : { year: 'numeric' }),
        }).format(at);
  if (dueDay) return day;
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
  return `${day} ${time}`;
}
