import type { Locale } from '@meada/contract/primitives';
import type { AgreementReport, Kept, ReportLine } from '@meada/contract/routes/agreements';
import { IconHourglassHigh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../../api/queries.ts';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import { Section } from '../kit/Section.tsx';
import classes from './agreements.module.css';
import { type ReportFilters, reportQuery } from './queries.ts';
import { Filters } from './ReportFilters.tsx';
import { minutesWords, promises, shareOf } from './words.ts';

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
        {percent.format(share)} <small>{t('share', { kept: kept.kept, all: kept.kept + kept.missed })}</small>
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.box} aria-label={title} tabIndex={0}>
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
      </section>
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

const missedColumns = ['protocol', 'promise', 'agreement', 'missedAt', 'person', 'fate'] as const;

function Missed({ missed }: Pick<AgreementReport, 'missed'>) {
  const { t, i18n } = useTranslation('agreements');
  if (missed.length === 0) return null;
  return (
    <Section title={t('missedTitle')}>
      <div className={classes.box}>
        <table className={classes.table} data-words>
          <thead>
            <tr>
              {missedColumns.map((name) => (
                <th key={name} scope="col">
                  {t(`missedColumn.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
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

const groups = [
  ...(['agreements', 'queues', 'channels', 'priorities'] as const),
  ...(['people', 'teams', 'inboxes', 'days'] as const),
] as const;
type Group = (typeof groups)[number];

/** What a line of a group is called in the reader's language. */
function useLineName() {
  const { t, i18n } = useTranslation('agreements');
  const channels = useChannels();
  return ({ key, name }: ReportLine, by: Group): string => {
    if (key === null) return t(by === 'queues' ? 'noQueue' : by === 'teams' ? 'noTeam' : 'nobody');
    if (by === 'priorities') return t(`priority.${key}`);
    if (by === 'channels') return channels.find(({ id }) => id === key)?.name[i18n.language as Locale] ?? key;
    if (by === 'days')
      return new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(
        new Date(`${key}T12:00:00Z`),
      );
    return name ?? key;
  };
}

/** How deadlines were kept: in all, and by everything it may lie at; as tables for elsewhere. */
export function Report() {
  const { t } = useTranslation('agreements');
  const [filters, setFilters] = useState<ReportFilters>({});
  const report = useQuery(reportQuery(filters));
  const nameOf = useLineName();
  const { data, error } = report;
  const empty = data !== undefined && promises.every((promise) => shareOf(data.total[promise]) === null);
  const taken = data && { ...filters, from: data.from, to: data.to };
  return (
    <>
      <div className={classes.filters}>
        <Filters filters={filters} report={data} onChange={(some) => setFilters({ ...filters, ...some })} />
        {taken && !empty ? (
          <div className={classes.export}>
            <ExportMenu
              lists={[
                { path: '/api/exports/agreements', name: t('summary') },
                ...(data.missed.length > 0
                  ? [{ path: '/api/exports/deadlines', name: t('missedTitle') }]
                  : []),
              ]}
              filters={taken}
              permission="reports.read"
            />
          </div>
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
          {groups.map((by) => (
            <Table key={by} title={t(`by.${by}`)} lines={data[by]} nameOf={(line) => nameOf(line, by)} />
          ))}
          <Missed missed={data.missed} />
        </>
      ) : null}
    </>
  );
}
