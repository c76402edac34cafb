import { useEffect, useState } from 'react';
import { createStore, useStore } from '../live/store.ts';
import { plainTime } from './clock.ts';

/** One clock for every relative time on the screen; ticks twice a minute, and not while nobody looks. */
const clock = createStore(Date.now());
setInterval(() => {
  if (document.visibilityState === 'visible') clock.set(() => Date.now());
}, 30_000);
document.addEventListener(
  'visibilitychange',
  () => document.visibilityState === 'visible' && clock.set(() => Date.now()),
);

export const useNow = (): number => useStore(clock);

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const formats = new Map<string, Intl.DateTimeFormat>();
const spans = new Map<string, Intl.NumberFormat>();

/** A formatter, made once per language and form (making one is slow). */
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

/** "09:05" where the clock has 24 hours, "9:05 AM" where it has 12. */
const hourOf = (locale: string): 'numeric' | '2-digit' => (locale === 'en' ? 'numeric' : '2-digit');

/** "10:32". */
export function timeOf(at: string | number, locale: string): string {
  const then = new Date(at);
  return plainTime(then, locale) ?? format(locale, { hour: hourOf(locale), minute: '2-digit' }).format(then);
}

/** Full date and time, for hover and details. */
export const momentOf = (at: string | number, locale: string): string =>
  format(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

/** A near moment to come: "seg., 08:00". */
export const whenOf = (at: Date, locale: string): string =>
  format(locale, { weekday: 'short', hour: hourOf(locale), minute: '2-digit' }).format(at);

/** Length of time in its largest unit: "3 min", "2 h", "5 d". */
export function spanOf(milliseconds: number, locale: string): string {
  const [value, unit] =
    milliseconds < hour
      ? [Math.max(0, Math.floor(milliseconds / minute)), 'minute']
      : milliseconds < day
        ? [Math.floor(milliseconds / hour), 'hour']
        : [Math.floor(milliseconds / day), 'day'];
  const key = `${locale} ${unit}`;
  const made =
    spans.get(key) ??
    // The narrow Spanish form leaves no room between number and unit: "9min".
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: unit as string,
      unitDisplay: locale === 'es' ? 'short' : 'narrow',
    });
  spans.set(key, made);
  return made.format(value as number);
}

/** Short stamp for lists: time today, weekday this week, else the date. */
export function stampOf(at: string, now: number, locale: string): string {
  const then = new Date(at);
  if (then.toDateString() === new Date(now).toDateString()) return timeOf(at, locale);
  if (now - then.getTime() < 6 * day)
    return format(locale, { weekday: 'short' }).format(then).replace('.', '');
  const year = then.getFullYear() === new Date(now).getFullYear() ? undefined : '2-digit';
  return format(locale, { day: '2-digit', month: '2-digit', year }).format(then);
}

/** Day heading inside a thread: "hoje", "ontem", or the date. */
export function dayOf(at: string, now: number, locale: string): string {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(new Date(at).getTime()) - midnight(now)) / day);
  if (days === 0 || days === -1)
    return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
  return format(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: days < -300 ? 'numeric' : undefined,
  }).format(new Date(at));
}

/** "há 5 minutos". */
export function agoOf(at: string, now: number, locale: string): string {
  const past = now - new Date(at).getTime();
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (Math.abs(past) < hour) return relative.format(-Math.round(past / minute), 'minute');
  if (Math.abs(past) < day) return relative.format(-Math.round(past / hour), 'hour');
  return relative.format(-Math.round(past / day), 'day');
}

/** A value that follows another after a pause, for searching while typing. */
export function useSettled<T>(value: T, pause = 250): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return settled;
}
