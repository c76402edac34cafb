import { Button, Group, Select, TextInput } from '@mantine/core';
import type { SurveyReport } from '@meada/contract/routes/surveys';
import { IconMoodSmile, IconSettings } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInboxRefs, useMay, usePeople, useTeams } from '../../api/queries.ts';
import { type ReportFilters, reportQuery, responseRate, satisfaction } from '../../surveys/queries.ts';
import classes from '../../surveys/surveys.module.css';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { Section } from '../kit/Section.tsx';
import { Answers } from './Answers.tsx';
import { Days } from './Days.tsx';

type Line = SurveyReport['people'][number];

/** A share as people read it; a dash while there is nothing to divide. */
function usePercent(): (share: number | null) => string {
  const { i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  return (share) => (share === null ? '–' : percent.format(share));
}

function Totals({ total }: { total: SurveyReport['total'] }) {
  const { t } = useTranslation('surveys');
  const percent = usePercent();
  return (
    <dl className={classes.cards}>
      <div className={classes.card}>
        <dt>{t('report.csat')}</dt>
        <dd>
          {percent(satisfaction(total))}
          <small>{t('report.csatOf', { good: total.good, answered: total.answered })}</small>
        </dd>
      </div>
      <div className={classes.card}>
        <dt>{t('report.rate')}</dt>
        <dd>
          {percent(responseRate(total))}
          <small>{t('report.rateOf', { answered: total.answered, asked: total.asked })}</small>
        </dd>
      </div>
      <div className={classes.card}>
        <dt>{t('report.bad')}</dt>
        <dd>{total.bad}</dd>
      </div>
    </dl>
  );
}

type TableProps = { title: string; lines: readonly Line[]; nameOf(id: string | null): string };

function Table({ title, lines, nameOf }: TableProps) {
  const { t } = useTranslation('surveys');
  const percent = usePercent();
  if (lines.length === 0) return null;
  return (
    <Section title={title}>
      <div className={classes.tableBox}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('report.name')}</th>
              <th scope="col">{t('report.csat')}</th>
              <th scope="col">{t('report.answered')}</th>
              <th scope="col">{t('report.asked')}</th>
              <th scope="col">{t('report.bad')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id ?? ''}>
                <th scope="row">{nameOf(line.id)}</th>
                <td>{percent(satisfaction(line))}</td>
                <td>{line.answered}</td>
                <td>{line.asked}</td>
                <td>{line.bad}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

type FilterProps = { filters: ReportFilters; data: SurveyReport | undefined; set(some: ReportFilters): void };

function Filters({ filters, data, set }: FilterProps) {
  const { t } = useTranslation('surveys');
  const inboxes = useInboxRefs();
  const [people, teams] = [usePeople(), useTeams()];
  const reports = useMay('reports.read');
  const choice = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  const day = (name: 'from' | 'to') => (
    <TextInput
      type="date"
      label={t(name === 'from' ? 'report.from' : 'report.to')}
      value={filters[name] ?? data?.[name] ?? ''}
      onChange={({ currentTarget: field }) =>
        field.validity.valid && set({ [name]: field.value || undefined })
      }
    />
  );
  return (
    <Group gap="sm" mb="md" align="flex-end">
      {day('from')}
      {day('to')}
      {reports ? (
        <>
          <Select
            label={t('report.person')}
            placeholder={t('report.all')}
            clearable
            searchable
            data={choice(people)}
            value={filters.personId ?? null}
            onChange={(id) => set({ personId: id ?? undefined })}
          />
          <Select
            label={t('report.team')}
            placeholder={t('report.all')}
            clearable
            data={choice(teams)}
            value={filters.teamId ?? null}
            onChange={(id) => set({ teamId: id ?? undefined })}
          />
        </>
      ) : null}
      <Select
        label={t('report.inbox')}
        placeholder={t('report.all')}
        clearable
        data={choice(inboxes)}
        value={filters.inboxId ?? null}
        onChange={(id) => set({ inboxId: id ?? undefined })}
      />
    </Group>
  );
}

function Nothing() {
  const { t } = useTranslation('surveys');
  const manages = useMay('inboxes.manage');
  return (
    <EmptyState icon={IconMoodSmile} title={t('none.title')} text={t(manages ? 'none.text' : 'none.textOwn')}>
      {manages ? (
        <Button
          component={Link}
          to="/settings/$"
          params={{ _splat: 'surveys/rules' } as never}
          leftSection={<IconSettings size={17} />}
        >
          {t('none.action')}
        </Button>
      ) : null}
    </EmptyState>
  );
}

/** CSAT and response rate in a stretch of days, by whom and where, and what customers wrote. */
export function Report() {
  const { t } = useTranslation('surveys');
  const [filters, setFilters] = useState<ReportFilters>({});
  const { data, error, isPending, refetch } = useQuery(reportQuery(filters));
  const [people, teams, inboxes] = [usePeople(), useTeams(), useInboxRefs()];
  const reports = useMay('reports.read');
  const called = (list: readonly { id: string; name: string }[], id: string | null) =>
    list.find((one) => one.id === id)?.name ?? t('report.nobody');
  return (
    <>
      <Filters filters={filters} data={data} set={(some) => setFilters({ ...filters, ...some })} />
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {isPending ? <ListLoading rows={5} /> : null}
      {data && data.total.asked === 0 && data.skipped.length === 0 ? <Nothing /> : null}
      {data && data.total.asked + data.skipped.length > 0 ? (
        <>
          <Totals total={data.total} />
          <Days report={data} />
          <Answers filters={filters} />
          {reports ? (
            <>
              <Table title={t('report.people')} lines={data.people} nameOf={(id) => called(people, id)} />
              {teams.length > 0 ? (
                <Table title={t('report.teams')} lines={data.teams} nameOf={(id) => called(teams, id)} />
              ) : null}
            </>
          ) : null}
          <Table title={t('report.inboxes')} lines={data.inboxes} nameOf={(id) => called(inboxes, id)} />
          {data.skipped.length > 0 ? (
            <Section title={t('report.skipped')} text={t('report.skippedText')}>
              <ul className={classes.skipped}>
                {data.skipped.map(({ reason, count }) => (
                  <li key={reason}>
                    <span>{t(`reason.${reason}`, { defaultValue: reason })}</span>
                    <b>{count}</b>
                  </li>
                ))}
              </ul>
            </Section>
          ) : null}
        </>
      ) : null}
    </>
  );
}
