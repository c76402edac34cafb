import type { Locale } from '@meada/contract/primitives';
import type { StatedPreference } from '@meada/contract/routes/preferences';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../../api/queries.ts';

/** A Sunday. */
const sunday = Date.UTC(2026, 0, 4);

/** The days of a week as they are called in short, Sunday first. */
export function dayNames(locale: string): string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, day) => format.format(sunday + day * 86_400_000));
}

/** A full hour as the reader's clock says it: "9" where the text has a sign for hours, "9 AM" where the day is halved. */
export const hourOf = (hour: number, locale: string): string =>
  locale === 'en'
    ? new Intl.DateTimeFormat(locale, { hour: 'numeric', timeZone: 'UTC' }).format(sunday + hour * 3_600_000)
    : String(hour);

/** A preference in words. */
export function usePreferenceWords(): (value: StatedPreference) => string {
  const { t, i18n } = useTranslation('record');
  const channels = useChannels();
  return (value) => {
    if (value.kind === 'channel')
      return channels.find(({ id }) => id === value.channel)?.name[i18n.language as Locale] ?? value.channel;
    if (value.kind === 'language')
      return new Intl.DisplayNames(i18n.language, { type: 'language' }).of(value.locale) ?? value.locale;
    const { days, from, to } = value.hours;
    const names = dayNames(i18n.language);
    const between = t('wish.between', { from: hourOf(from, i18n.language), to: hourOf(to, i18n.language) });
    const on = days.map((day) => names[day]).join(', ');
    return days.length > 0 && days.length < 7 ? t('wish.onDays', { days: on, between }) : between;
  };
}
