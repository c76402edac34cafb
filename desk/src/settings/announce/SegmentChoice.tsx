import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { segmentsQuery } from '../../segments/queries.ts';

type Props = { value: string | null; onChange(id: string | null): void };

/** To everybody it fits, or to who is in a segment when they are told; one that is still worked out cannot be chosen. */
export function SegmentChoice({ value, onChange }: Props) {
  const { t, i18n } = useTranslation('firm');
  const segments = useQuery(segmentsQuery).data ?? [];
  if (segments.length === 0) return null;
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Select
      label={t('tell.segment')}
      description={t('tell.segmentHelp')}
      placeholder={t('tell.everybody')}
      clearable
      searchable={segments.length > 8}
      data={segments.map(({ id, name, members, computedAt, state }) => ({
        value: id,
        label: `${name} (${number.format(members)})`,
        disabled: computedAt === null || state === 'failed',
      }))}
      value={value}
      onChange={onChange}
    />
  );
}
