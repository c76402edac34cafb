import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import { IconArrowBarToUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../../api/queries.ts';
import { spanQuery, type TimelineFilters } from '../queries.ts';
import classes from './timeline.module.css';

type Props = { customerId: string; filters: TimelineFilters; onChange(filters: TimelineFilters): void };

const dayIn = (at: string | number): string => new Date(at).toLocaleDateString('sv-SE');

type JumpProps = {
  span: { from: string; to: string };
  before: string | undefined;
  onJump(before: string | undefined): void;
};

/** Straight to a day: the lines begin with its end. A year that is half typed leads nowhere yet. */
function DayJump({ span, before, onJump }: JumpProps) {
  const { t } = useTranslation('record');
  const [day, setDay] = useState('');
  useEffect(() => {
    if (!before) setDay('');
  }, [before]);
  return (
    <>
      <TextInput
        size="xs"
        type="date"
        aria-label={t('timeline.jump')}
        title={t('timeline.jump')}
        min={dayIn(span.from)}
        max={dayIn(span.to)}
        value={day}
        onChange={({ currentTarget: field }) => {
          setDay(field.value);
          if (!field.value || !field.validity.valid) return;
          // The end of that day where the person is.
          const end = new Date(`${field.value}T00:00:00`);
          end.setDate(end.getDate() + 1);
          onJump(end.toISOString());
        }}
      />
      {before ? (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconArrowBarToUp size={16} />}
          onClick={() => onJump(undefined)}
        >
          {t('timeline.newest')}
        </Button>
      ) : null}
    </>
  );
}

/** What the timeline shows: kinds, channel, person; and the day it begins with. */
export function Filters({ customerId, filters, onChange }: Props) {
  const { t, i18n } = useTranslation('record');
  const channels = useChannels();
  const span = useQuery(spanQuery(customerId)).data;
  if (!span?.from || !span.to) return null;
  const set = (some: TimelineFilters) => onChange({ ...filters, ...some });
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
      <DayJump
        span={{ from: span.from, to: span.to }}
        before={filters.before}
        onJump={(before) => set({ before })}
      />
    </div>
  );
}
