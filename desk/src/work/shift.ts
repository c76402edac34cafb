import type { AgentState } from '@meada/contract/routes/routing';

type Shift = AgentState['shiftNow'];

/** How a shift stands: none is set or it never ends, running, its last minutes, over or not begun. */
export type OnShift = 'always' | 'on' | 'last' | 'off';

const past = (instant: string | null, now: number): boolean => instant !== null && now >= Date.parse(instant);

/** A function of the clock alone: nothing is asked of the server when a shift turns. */
export function onShift(shift: Shift, now: number): OnShift {
  if (shift === null || (shift.from !== null && shift.to === null && past(shift.from, now))) return 'always';
  if (!past(shift.from, now) || past(shift.to, now)) return 'off';
  return past(shift.lastFrom, now) ? 'last' : 'on';
}

const dayMs = 86_400_000;
const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

/** "18:00", by the reader's own clock. */
export const clockWords = (instant: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(new Date(instant));

/** What stands between a day and a time. */
const at: Record<string, string> = { 'pt-BR': 'às', en: 'at', es: 'a las' };

/** "hoje às 09:00", "amanhã às 09:00", "segunda-feira às 09:00", "24 de dezembro às 09:00". */
export function momentWords(instant: string, now: number, locale: string): string {
  const moment = Date.parse(instant);
  const days = Math.round((midnight(moment) - midnight(now)) / dayMs);
  const day =
    days < 2
      ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
      : new Intl.DateTimeFormat(
          locale,
          days < 7 ? { weekday: 'long' } : { day: 'numeric', month: 'long' },
        ).format(moment);
  return `${day} ${at[locale] ?? ''} ${clockWords(instant, locale)}`.replace('  ', ' ');
}
