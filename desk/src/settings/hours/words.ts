import type { ComingHoliday, Standing } from '@meada/contract/routes/hours';
import type { TFunction } from 'i18next';

/** "Monday 9:00", as a moment of the hours' own zone. */
function momentIn(at: string, zone: string, locale: string): string {
  const near = Date.parse(at) - Date.now() < 6 * 86_400_000;
  const day = near ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'long' } as const);
  return new Intl.DateTimeFormat(locale, {
    ...{ timeZone: zone, hour: 'numeric', minute: '2-digit' },
    ...day,
  }).format(new Date(at));
}

/** "Open now, until …", "closed, opens …". */
export function standingWords(
  t: TFunction<'hours'>,
  { open, changesAt }: Standing,
  place: { zone: string; locale: string },
): string {
  if (changesAt === null) return t(open ? 'now.always' : 'now.never');
  return t(open ? 'now.open' : 'now.opens', { when: momentIn(changesAt, place.zone, place.locale) });
}

/** A holiday's name: Brazil's own in the reader's language, else as the firm calls it. */
export const holidayName = (t: TFunction<'hours'>, { kind, name }: ComingHoliday): string =>
  kind === 'own' ? name : t(`holiday.${name}`);

/** "sex., 25 de dez. de 2026". */
export const dayWords = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'short', day: '2-digit', month: 'short', timeZone: 'UTC' },
  }).format(new Date(`${day}T12:00:00Z`));
