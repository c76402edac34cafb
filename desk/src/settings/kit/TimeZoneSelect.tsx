import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** "GMT-3" of a zone now. */
function offsetOf(zone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    timeZoneName: 'shortOffset',
  }).formatToParts();
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

type Props = {
  value: string;
  onChange(zone: string): void;
  label: string;
  description?: string;
  error?: string;
};

/** A time zone of the world, found by typing its city. */
export function TimeZoneSelect({ value, onChange, label, description, error }: Props) {
  const { t, i18n } = useTranslation('settings');
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    const all = known.includes(value) || !value ? known : [value, ...known];
    return all.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ').replaceAll('/', ' / ') }));
  }, [value]);
  const offset = useMemo(() => (value ? offsetOf(value, i18n.language) : ''), [value, i18n.language]);
  return (
    <Select
      label={label}
      description={description}
      error={error}
      data={zones}
      value={value}
      onChange={(zone) => zone && onChange(zone)}
      searchable
      limit={60}
      allowDeselect={false}
      nothingFoundMessage={t('palette.nothing')}
      rightSectionWidth={86}
      rightSection={<span style={{ fontSize: 12.5, color: 'var(--ink-faint)' }}>{offset}</span>}
      rightSectionPointerEvents="none"
      maw={420}
    />
  );
}
