import { Button, Select, TextInput } from '@mantine/core';
import type { AgreementReport, Kept, ReportLine } from '@meada/contract/routes/agreements';
import { IconDownload, IconHourglassHigh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInboxRefs, usePeople, useTeams } from '../../api/queries.ts';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import { Section } from '../kit/Section.tsx';
import classes from './agreements.module.css';
import { agreementsQuery, type ReportFilters, reportQuery } from './queries.ts';
import { minutesWords, promises, reportCsv, shareOf } from './words.ts';

/** Below this share something is wrong. */
const low = 0.8;

/** The share kept and out of how many, with the median. */
function Cells({ kept }: { kept: Kept }) {
  const { t, i18n } = useTranslation('agreements');
  const share = shareOf(kept);
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  if (share === null)
    return (
      <>
        <td className={classes.faint}>–</td>
        <td className={classes.faint}>–</td>
      </>
    );
  return (
    <>
      <td className={share < low ? classes.low : undefined} title={t('outOf', { ...kept })}>
        {percent.format(share)}
      </td>
      <td>{kept.median === null ? '–' : minutesWords(kept.median, i18n.language)}</td>
    </>
  );
}

type TableProps = { title: string; lines: readonly ReportLine[]; nameOf(line: ReportLine): string };
function Table({ title, lines, nameOf }: TableProps) {
  const { t } = useTranslation('agreements');
  if (lines.length === 0) return null;
  return (
    <Section title={title}>
      <div className={classes.box}>
        <table className={classes.table}>
          <thead>
            <tr>
              <td />
              {promises.map((promise) => (
                <th key={promise} scope="colgroup" colSpan={2}>
                  {t(`promise.${promise}`)}
                </th>
              ))}
            </tr>
            <tr>
              <td />
              {promises.flatMap((promise) => [
                <th key={`${promise} kept`} scope="col">
                  {t('kept')}
                </th>,
                <th key={`${promise} median`} scope="col">
                  {t('median')}
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key}>
                <th scope="row">{nameOf(line)}</th>
                {promises.map((promise) => (
                  <Cells key={promise} kept={line[promise]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Tiles({ total }: { total: AgreementReport['total'] }) {
  const { t, i18n } = useTranslation('agreements');
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <div className={classes.tiles}>
      {promises.map((promise) => {
        const kept = total[promise];
        const share = shareOf(kept);
        return (
          <section key={promise} className={classes.tile}>
            <h3>{t(`promise.${promise}`)}</h3>
            <strong className={share !== null && share < low ? classes.low : undefined}>
              {share === null ? '–' : percent.format(share)}
            </strong>
            <small>
              {t('outOf', { ...kept })}
              {kept.median === null
                ? ''
                : ` · ${t('medianIs', { span: minutesWords(kept.median, i18n.language) })}`}
            </small>
          </section>
        );
      })}
    </div>
  );
}

function Missed({ missed }: Pick<AgreementReport, 'missed'>) {
  const { t, i18n } = useTranslation('agreements');
  if (missed.length === 0) return null;
  return (
    <Section title={t('missedTitle')}>
      <div className={classes.box}>
        <table className={classes.table}>
          <tbody>
            {missed.map((one) => (
              <tr key={`${one.conversationId} ${one.what} ${one.missedAt}`}>
                <th scope="row">
                  <Link to="/conversations/$conversationId" params={{ conversationId: one.conversationId }}>
                    {one.protocol}
                  </Link>
                </th>
                <td>{t(`promise.${one.what}`)}</td>
                <td>{one.agreement}</td>
                <td>{momentOf(one.missedAt, i18n.language)}</td>
                <td>{one.person ?? t('nobody')}</td>
                <td>{one.endedAt ? t('lateDone') : t('lateOpen')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

type FilterProps = { filters: ReportFilters; report?: AgreementReport; onChange(some: ReportFilters): void };
function Filters({ filters, report, onChange }: FilterProps) {
  const { t } = useTranslation('agreements');
  const { data: agreements = [] } = useQuery(agreementsQuery);
  const lists = {
    agreementId: agreements,
    inboxId: useInboxRefs(),
    teamId: useTeams(),
    personId: usePeople(),
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
          w={145}
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

function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** How deadlines were kept: in all, by agreement, person, team, inbox and day. */
export function Report() {
  const { t, i18n } = useTranslation('agreements');
  const [filters, setFilters] = useState<ReportFilters>({});
  const report = useQuery(reportQuery(filters));
  const { data, error } = report;
  const groups = (['agreements', 'people', 'teams', 'inboxes', 'days'] as const).map((by) => ({
    by,
    name: t(`by.${by}`),
    lines: data?.[by] ?? [],
  }));
  const nameOf = (line: ReportLine, by: string) =>
    by === 'days' && line.key
      ? new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(
          new Date(`${line.key}T12:00:00Z`),
        )
      : (line.name ?? t('nobody'));
  const head = ['by', 'name', 'promise', 'kept', 'missed', 'open', 'median'].map((one) => t(`csv.${one}`));
  const empty = data !== undefined && promises.every((promise) => shareOf(data.total[promise]) === null);
  return (
    <>
      <div className={classes.filters}>
        <Filters filters={filters} report={data} onChange={(some) => setFilters({ ...filters, ...some })} />
        <Button
          variant="default"
          leftSection={<IconDownload size={17} />}
          disabled={!data || empty}
          onClick={() =>
            data &&
            download(
              `sla-${data.from}-${data.to}.csv`,
              reportCsv(groups, head, (promise) => t(`promise.${promise}`)),
            )
          }
        >
          {t('csv.summary')}
        </Button>
        {data && data.missed.length > 0 ? (
          <ExportMenu
            path="/api/exports/deadlines"
            filters={{ ...filters, from: data.from, to: data.to }}
            label={t('missedTitle')}
            permission="reports.read"
          />
        ) : null}
      </div>
      {error ? <ErrorState error={error} onRetry={() => report.refetch()} /> : null}
      {report.isPending ? <ListLoading rows={4} /> : null}
      {empty ? (
        <EmptyState icon={IconHourglassHigh} title={t('reportNone.title')} text={t('reportNone.text')} />
      ) : null}
      {data && !empty ? (
        <>
          <Tiles total={data.total} />
          {groups.map(({ by, name, lines }) => (
            <Table key={by} title={name} lines={lines} nameOf={(line) => nameOf(line, by)} />
          ))}
          <Missed missed={data.missed} />
        </>
      ) : null}
    </>
  );
}
