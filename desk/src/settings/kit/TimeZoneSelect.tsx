import { type ComboboxItem, type OptionsFilter, Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { zoneWords } from '../../ui/zone.ts';

type Props = {
  value: string;
  onChange(zone: string): void;
  label: string;
  description?: string;
  error?: string;
};

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[\s_/]+/g, ' ')
    .toLowerCase();

/** Found by city, by what its time is called, by continent; with or without accents. */
const filter: OptionsFilter = ({ options, search }) => {
  const words = fold(search.trim());
  return (options as ComboboxItem[]).filter(({ label, value }) => fold(`${label} ${value}`).includes(words));
};

/** A time zone of the world, found by typing its city. */
export function TimeZoneSelect({ value, onChange, label, description, error }: Props) {
  const { t, i18n } = useTranslation('settings');
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    const all = known.includes(value) || !value ? known : [value, ...known];
    return all
      .map((zone) => ({ value: zone, label: zoneWords(zone, i18n.language) }))
      .sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  }, [value, i18n.language]);
  return (
    <Select
      label={label}
      description={description}
      error={error}
      data={zones}
      value={value}
      onChange={(zone) => zone && onChange(zone)}
      filter={filter}
      searchable
      limit={60}
      allowDeselect={false}
      nothingFoundMessage={t('palette.nothing')}
      maw={460}
    />
  );
}
