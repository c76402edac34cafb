import type { Snooze } from '@meada/contract/macros';
import { dayIn } from '../../../kernel/calendar.ts';

const dayMs = 86_400_000;

/** Year, month and day (and weekday) of a moment in a time zone. */
function weekdayIn(at: Date, timeZone: string): { date: string; weekday: number } {
  const date = dayIn(timeZone, at);
  return { date, weekday: new Date(`${date}T12:00:00Z`).getUTCDay() };
}

/** The moment a clock on the wall shows a time; one that is skipped in spring counts as an hour later. */
function momentOf(date: string, time: string, timeZone: string): Date {
  const utc = Date.parse(`${date}T${time}:00Z`);
  const offsets = [-dayMs, dayMs].map((step) => offsetAt(new Date(utc + step), timeZone));
  const moments = offsets.map((offset) => utc - offset);
  const shown = moments.filter((at, index) => offsetAt(new Date(at), timeZone) === offsets[index]);
  // Shown twice in autumn: the first. Never shown in spring: as much later as the clocks went forward.
  return new Date(shown.length > 0 ? Math.min(...shown) : Math.max(...moments));
}

/** Milliseconds a time zone is ahead of UTC. */
function offsetAt(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    },
    hourCycle: 'h23',
    timeZone,
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '00';
  const shown = `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`;
  return Date.parse(shown) - Math.floor(at.getTime() / 1000) * 1000;
}

/** When something comes back that is snoozed now: pure. Days and weekdays are those of the time zone. */
export function snoozedUntil(snooze: Snooze, now: Date, timeZone: string): Date {
  if ('minutes' in snooze) return new Date(now.getTime() + snooze.minutes * 60_000);
  const today = weekdayIn(now, timeZone);
  const days = 'days' in snooze ? snooze.days : (snooze.weekday - today.weekday + 7) % 7 || 7;
  const date = new Date(Date.parse(`${today.date}T12:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
  return momentOf(date, snooze.time, timeZone);
}
