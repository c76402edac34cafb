import { MultiSelect, Select, TextInput } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../../api/queries.ts';
import { spanQuery, type TimelineFilters } from '../queries.ts';
import classes from './timeline.module.css';

type Props = { customerId: string; filters: TimelineFilters; onChange(filters: TimelineFilters): void };

/** What the timeline shows: kinds, channel, person; and the day it begins with. */
export function Filters({ customerId, filters, onChange }: Props) {
  const { t, i18n } = useTranslation('record');
  const channels = useChannels();
  const span = useQuery(spanQuery(customerId)).data;
  if (!span?.from || !span.to) return null;
  const set = (some: TimelineFilters) => onChange({ ...filters, ...some });
  const day = filters.before ? new Date(Date.parse(filters.before) - 1).toLocaleDateString('sv-SE') : '';
  return (
    <div className={classes.filters}>
      <MultiSelect
        size="xs"
        aria-label={t('timeline.kinds')}
        placeholder={filters.kinds ? undefined : t('timeline.kinds')}
        clearable
        data={span.kinds
          .map((kind) => ({ value: kind, label: t(`timeline.kind.${kind}`, { defaultValue: kind }) }))
          .sort((one, other) => one.label.localeCompare(other.label, i18n.language))}
        value={filters.kinds?.split(',') ?? []}
        onChange={(kinds) => set({ kinds: kinds.length > 0 ? kinds.join(',') : undefined })}
      />
      {span.channels.length > 1 ? (
        <Select
          size="xs"
          aria-label={t('timeline.channel')}
          placeholder={t('timeline.channel')}
          clearable
          data={span.channels.map((id) => ({
            value: id,
            label: channels.find((one) => one.id === id)?.name[i18n.language as Locale] ?? id,
          }))}
          value={filters.channel ?? null}
          onChange={(channel) => set({ channel: channel ?? undefined })}
        />
      ) : null}
      {span.people.length > 0 ? (
        <Select
          size="xs"
          aria-label={t('timeline.person')}
          placeholder={t('timeline.person')}
          clearable
          searchable={span.people.length > 8}
          data={span.people.map(({ id, name }) => ({ value: id, label: name }))}
          value={filters.personId ?? null}
          onChange={(personId) => set({ personId: personId ?? undefined })}
        />
      ) : null}
      <TextInput
        size="xs"
        type="date"
        aria-label={t('timeline.jump')}
        title={t('timeline.jump')}
        min={new Date(span.from).toLocaleDateString('sv-SE')}
        max={new Date(span.to).toLocaleDateString('sv-SE')}
        value={day}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          // The end of that day where the person is.
          const end = chosen ? new Date(`${chosen}T00:00:00`) : null;
          end?.setDate(end.getDate() + 1);
          set({ before: end && !Number.isNaN(end.getTime()) ? end.toISOString() : undefined });
        }}
      />
    </div>
  );
}
