import { Select, TextInput } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import type { AgreementReport } from '@meada/contract/routes/agreements';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useChannels, useInboxRefs, usePeople, useTeams } from '../../api/queries.ts';
import classes from './agreements.module.css';
import { agreementsQuery, priorities, type ReportFilters } from './queries.ts';
import { queuesQuery } from './queues.ts';

type Props = { filters: ReportFilters; report?: AgreementReport; onChange(some: ReportFilters): void };

/** What the report is narrowed to: days, and one of each thing a deadline hangs on. */
export function Filters({ filters, report, onChange }: Props) {
  const { t, i18n } = useTranslation('agreements');
  const { data: agreements = [] } = useQuery(agreementsQuery);
  const { data: queues = [] } = useQuery(queuesQuery);
  const inboxes = useInboxRefs();
  const used = new Set(inboxes.map(({ channel }) => channel));
  const channels = useChannels().filter(({ id }) => used.has(id));
  const lists = {
    agreementId: agreements,
    queueId: queues,
    channel: channels.map(({ id, name }) => ({ id, name: name[i18n.language as Locale] ?? id })),
    priority: priorities.map((id) => ({ id, name: t(`priority.${id}`) })),
    personId: usePeople(),
    teamId: useTeams(),
    inboxId: inboxes,
  };
  return (
    <>
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={t(`filter.${end}`)}
          value={filters[end] ?? report?.[end] ?? ''}
          onChange={(event) => onChange({ [end]: event.currentTarget.value || undefined })}
        />
      ))}
      {(Object.keys(lists) as (keyof typeof lists)[]).map((name) => (
        <Select
          key={name}
          className={classes.narrow}
          label={t(`filter.${name}`)}
          placeholder={t('filter.all')}
          clearable
          searchable
          data={lists[name].map((one) => ({ value: one.id, label: one.name }))}
          value={filters[name] ?? null}
          onChange={(id) => onChange({ [name]: id ?? undefined })}
        />
      ))}
    </>
  );
}
