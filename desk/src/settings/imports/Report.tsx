import { Button, SegmentedControl } from '@mantine/core';
import { type Import, listImportRows, type RowOutcome } from '@meada/contract/routes/imports';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { Section } from '../kit/Section.tsx';
import classes from './imports.module.css';
import { isBusy, numbered } from './queries.ts';

const outcomes: readonly RowOutcome[] = ['create', 'update', 'leave', 'refuse'];

/** What became, or would become, of the rows, in numbers and one by one. */
export function Report({ one }: { one: Import }) {
  const { t, i18n } = useTranslation('imports');
  const [chosen, setShown] = useState<RowOutcome | null>(null);
  // What was refused is read first; where nothing was, whatever there is.
  const first = ['refuse' as const, ...outcomes].find((outcome) => (one.counts[outcome] ?? 0) > 0);
  const shown = chosen ?? first ?? 'refuse';
  const dry = one.state === 'checked' || one.state === 'checking' || one.startedAt === null;
  const has = outcomes.some((outcome) => (one.counts[outcome] ?? 0) > 0);
  if (one.state === 'undone') return <Kept one={one} />;
  if (!has) return null;
  return (
    <Section
      title={t(dry ? 'dryTitle' : 'reportTitle')}
      text={t(dry ? 'dryText' : 'reportText')}
      actions={
        (one.counts.refuse ?? 0) > 0 && !isBusy(one) ? (
          <Button
            component="a"
            href={`/api/imports/${one.id}/refused.csv`}
            download
            variant="default"
            leftSection={<IconDownload size={17} />}
          >
            {t('refusedTable')}
          </Button>
        ) : null
      }
    >
      <dl className={classes.counts}>
        {outcomes.map((outcome) => (
          <div key={outcome} data-outcome={outcome} data-some={(one.counts[outcome] ?? 0) > 0 || undefined}>
            <dd>{(one.counts[outcome] ?? 0).toLocaleString(i18n.language)}</dd>
            <dt>{t(`outcome.${outcome}`)}</dt>
          </div>
        ))}
      </dl>
      {one.problems.length > 0 ? (
        <ul className={classes.problems}>
          {one.problems.map((row) => (
            <li key={`${row.problem} ${row.column} ${row.refuses}`} data-refuses={row.refuses || undefined}>
              <b>{row.count.toLocaleString(i18n.language)}</b>
              <span>
                {t(`problem.${row.problem}`)}
                {row.column ? <small> · {row.column}</small> : null}
              </span>
              <small>{t(row.refuses ? 'refuses' : 'leavesOut')}</small>
            </li>
          ))}
        </ul>
      ) : null}
      {isBusy(one) ? null : (
        <>
          <SegmentedControl
            mt="md"
            className={classes.kinds}
            value={shown}
            aria-label={t('shown')}
            data={outcomes.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) }))}
            onChange={(value) => setShown(value as RowOutcome)}
          />
          <RowList key={`${shown} ${one.state}`} one={one} outcome={shown} />
        </>
      )}
    </Section>
  );
}

/** After an undo: what stayed, because somebody worked with it since. */
function Kept({ one }: { one: Import }) {
  const { t } = useTranslation('imports');
  const [shown, setShown] = useState<RowOutcome>('create');
  if (one.kept === 0)
    return (
      <p role="status" className={classes.note}>
        {t('undoneNone')}
      </p>
    );
  const kinds = ['create', 'update'] as const;
  return (
    <Section title={t('keptTitle')} text={t('keptText')}>
      <SegmentedControl
        className={classes.kinds}
        value={shown}
        aria-label={t('shown')}
        data={kinds.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) }))}
        onChange={(value) => setShown(value as RowOutcome)}
      />
      <RowList key={shown} one={one} outcome={shown} />
    </Section>
  );
}

function RowList({ one, outcome }: { one: Import; outcome: RowOutcome }) {
  const { t } = useTranslation('imports');
  const rows = useInfiniteQuery({
    queryKey: ['imports', one.id, 'rows', outcome, one.state],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      call(
        listImportRows,
        { params: { id: one.id }, query: { outcome, after: pageParam, limit: 30 } },
        { signal },
      ),
    getNextPageParam: (page) => (page.hasMore ? page.items.at(-1)?.n : undefined),
  });
  const columns = numbered(one.columns);
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  if (rows.isPending) return <ListLoading rows={2} />;
  if (rows.isError && items.length === 0) return <ErrorState error={rows.error} onRetry={rows.refetch} />;
  if (items.length === 0) return <p className={classes.note}>{t('noRows')}</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={t(`outcome.${outcome}`)}>
        <table className={classes.rows}>
          <thead>
            <tr>
              <th scope="col">{t('line')}</th>
              {outcome === 'refuse' ? <th scope="col">{t('why')}</th> : null}
              {columns.map((column) => (
                <th key={column.place} scope="col">
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <tr key={row.n}>
                <td>
                  {row.customerId && outcome !== 'refuse' && one.startedAt ? (
                    <Link to="/customers/$customerId" params={{ customerId: row.customerId }}>
                      {row.n + 1}
                    </Link>
                  ) : (
                    row.n + 1
                  )}
                </td>
                {outcome === 'refuse' ? (
                  <td>{row.problems.map(({ problem }) => t(`problem.${problem}`)).join('; ')}</td>
                ) : null}
                {columns.map((column) => (
                  <td key={column.place}>{row.cells[column.place]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.hasNextPage ? (
        <Button
          variant="default"
          mt="sm"
          loading={rows.isFetchingNextPage}
          onClick={() => void rows.fetchNextPage()}
        >
          {t('settings:kit.more')}
        </Button>
      ) : null}
    </>
  );
}
