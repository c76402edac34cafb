import type { Locale } from '@meada/contract/primitives';
import { dayIn } from '../../kernel/calendar.ts';

/** When somebody is there again, in words of a language: by the clocks of the hours' zone. */

type Moment = { day: string; weekday: string; date: string; hour: number; minute: number };

function momentOf(at: number, zone: string, locale: Locale): Moment {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(at);
  const [hour = 0, minute = 0] = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  })
    .format(at)
    .split(':')
    .map(Number);
  return {
    day: dayIn(zone, new Date(at)),
    weekday: part({ weekday: 'long' }),
    date: part({ day: 'numeric', month: 'long' }),
    hour,
    minute,
  };
}

const two = (n: number): string => String(n).padStart(2, '0');

function clockPt({ hour, minute }: Moment): string {
  if (minute === 0 && hour === 12) return 'ao meio-dia';
  if (minute === 0 && hour === 0) return 'à meia-noite';
  const time = minute === 0 ? `${hour}h` : `${hour}h${two(minute)}`;
  return hour < 2 ? `à ${time}` : `às ${time}`;
}
const clockEn = ({ hour, minute }: Moment): string =>
  `at ${hour % 12 || 12}:${two(minute)} ${hour < 12 ? 'AM' : 'PM'}`;
const clockEs = ({ hour, minute }: Moment): string =>
  `${hour === 1 ? 'a la' : 'a las'} ${hour}:${two(minute)}`;

type Day = 'today' | 'tomorrow' | 'soon' | 'later';
const texts: Record<Locale, { clock(at: Moment): string; day: Record<Day, (at: Moment) => string> }> = {
  'pt-BR': {
    clock: clockPt,
    day: {
      today: () => 'hoje',
      tomorrow: () => 'amanhã',
      soon: ({ weekday }) => weekday,
      later: ({ weekday, date }) => `${weekday}, ${date},`,
    },
  },
  en: {
    clock: clockEn,
    day: {
      today: () => 'today',
      tomorrow: () => 'tomorrow',
      soon: ({ weekday }) => `on ${weekday}`,
      later: ({ weekday, date }) => `on ${weekday}, ${date},`,
    },
  },
  es: {
    clock: clockEs,
    day: {
      today: () => 'hoy',
      tomorrow: () => 'mañana',
      soon: ({ weekday }) => `el ${weekday}`,
      later: ({ weekday, date }) => `el ${weekday} ${date}`,
    },
  },
};

const dayMs = 86_400_000;
const apart = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs;

const whichDay = (days: number): Day => {
  if (days <= 0) return 'today';
  if (days === 1) return 'tomorrow';
  return days < 7 ? 'soon' : 'later';
};

/** "segunda-feira às 9h", "amanhã ao meio-dia", "on Monday at 9:00 AM": an instant as somebody would say it at `now`. */
export function momentWords(
  locale: Locale,
  at: number,
  { now, zone }: { now: number; zone: string },
): string {
  const moment = momentOf(at, zone, locale);
  const { clock, day } = texts[locale];
  return `${day[whichDay(apart(momentOf(now, zone, locale).day, moment.day))](moment)} ${clock(moment)}`;
}

const back: Record<Locale, (when: string) => string> = {
  'pt-BR': (when) => `Voltamos ${when}.`,
  en: (when) => `We are back ${when}.`,
  es: (when) => `Volvemos ${when}.`,
};

/** "Voltamos segunda-feira às 9h." */
export const backWords = (locale: Locale, at: number, now: { now: number; zone: string }): string =>
  back[locale](momentWords(locale, at, now));
