import { Group, Select, TextInput } from '@mantine/core';
import { readRepetition } from '@meada/contract/routes/facts';
import { IconBulb } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useInboxRefs, usePeople } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { Section } from '../kit/Section.tsx';
import classes from './repetition.module.css';

type Line = { id: string; name: string; asked: number; repeated: number };
type TableProps = { title: string; lines: readonly Line[]; nameOf(line: Line): string };

const shareOf = ({ asked, repeated }: Pick<Line, 'asked' | 'repeated'>): number =>
  asked === 0 ? 0 : repeated / asked;

/** Who or what asks again most. */
function Table({ title, lines, nameOf }: TableProps) {
  const { t, i18n } = useTranslation('record');
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <Section title={title}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('repetition.name')}</th>
            <th scope="col">{t('repetition.asked')}</th>
            <th scope="col">{t('repetition.repeated')}</th>
            <th scope="col">{t('repetition.rate')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <th scope="row">{nameOf(line)}</th>
              <td>{line.asked}</td>
              <td>{line.repeated}</td>
              <td>
                <span
                  className={classes.bar}
                  style={{ width: `${Math.round(shareOf(line) * 60)}px` }}
                  aria-hidden
                />
                {percent.format(shareOf(line))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** How often customers are asked for what they had told. */
export function RepetitionPage() {
  const { t, i18n } = useTranslation('record');
  const inboxes = useInboxRefs();
  const people = usePeople();
  const [filters, setFilters] = useState<{ from?: string; to?: string; inboxId?: string; personId?: string }>(
    {},
  );
  const report = useQuery({
    queryKey: ['repetition', filters],
    queryFn: ({ signal }) => call(readRepetition, { query: filters }, { signal }),
    placeholderData: keepPreviousData,
  });
  const set = (some: typeof filters) => setFilters({ ...filters, ...some });
  const { data, error } = report;
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <>
      <PageHeader title={t('repetition.title')} text={t('repetition.text')} />
      <Group gap="sm" mb="md">
        <TextInput
          type="date"
          label={t('repetition.from')}
          value={filters.from ?? data?.from ?? ''}
          onChange={(event) => set({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          label={t('repetition.to')}
          value={filters.to ?? data?.to ?? ''}
          onChange={(event) => set({ to: event.currentTarget.value || undefined })}
        />
        <Select
          label={t('repetition.inbox')}
          placeholder={t('repetition.all')}
          clearable
          data={inboxes.map(({ id, name }) => ({ value: id, label: name }))}
          value={filters.inboxId ?? null}
          onChange={(inboxId) => set({ inboxId: inboxId ?? undefined })}
        />
        <Select
          label={t('repetition.person')}
          placeholder={t('repetition.all')}
          clearable
          searchable
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
          value={filters.personId ?? null}
          onChange={(personId) => set({ personId: personId ?? undefined })}
        />
      </Group>
      {error ? <ErrorState error={error} onRetry={() => report.refetch()} /> : null}
      {report.isPending ? <ListLoading rows={4} /> : null}
      {data && data.total.asked === 0 ? (
        <EmptyState icon={IconBulb} title={t('repetition.none')} text={t('repetition.noneText')} />
      ) : null}
      {data && data.total.asked > 0 ? (
        <>
          <Section>
            <p className={classes.total}>
              <strong>{percent.format(shareOf(data.total))}</strong>
              <span>{t('repetition.total', { repeated: data.total.repeated, asked: data.total.asked })}</span>
            </p>
          </Section>
          <Table
            title={t('repetition.kinds')}
            lines={data.kinds}
            nameOf={({ id }) => t(`fact.${id}`, { defaultValue: id })}
          />
          <Table
            title={t('repetition.authors')}
            lines={data.authors}
            nameOf={({ id, name }) => name || (id === 'bot' ? t('repetition.bots') : t('somebody'))}
          />
          <Table
            title={t('repetition.inboxes')}
            lines={data.inboxes}
            nameOf={({ name }) => name || t('somebody')}
          />
        </>
      ) : null}
    </>
  );
}
