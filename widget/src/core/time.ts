import type { Locale } from '@meada/contract/primitives';

const day = 24 * 3600_000;

/** Calendar day in the visitor's zone, as a sortable key. */
export function dayOf(at: string | number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

export const clockOf = (at: string | number, locale: Locale): string =>
  new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });

export const momentOf = (at: string, locale: Locale): string =>
  new Date(at).toLocaleString(locale, { dateStyle: 'short', timeStyle: 'short' });

/** "hoje", "ontem", "amanhã", else the date. */
export function dayName(at: string | number, now: number, locale: Locale): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (dayOf(at) === dayOf(now)) return words.format(0, 'day');
  if (dayOf(at) === dayOf(now - day)) return words.format(-1, 'day');
  if (dayOf(at) === dayOf(now + day)) return words.format(1, 'day');
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric';
  return new Date(at).toLocaleDateString(locale, { weekday: 'short', day: 'numeric', month: 'long', year });
}

/** When the shop opens again: the time alone today, else with the day. */
export const opensText = (at: string, now: number, locale: Locale): string =>
  dayOf(at) === dayOf(now) ? clockOf(at, locale) : `${dayName(at, now, locale)}, ${clockOf(at, locale)}`;

/** `m:ss`, for countdowns and audio; seconds. */
export function minutesOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function sizeText(bytes: number, locale: Locale): string {
  const [value, unit] = bytes < 1_048_576 ? [Math.max(1, bytes / 1024), 'KB'] : [bytes / 1_048_576, 'MB'];
  return `${value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}
