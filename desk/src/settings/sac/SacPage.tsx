import { Button, Select, TextInput } from '@mantine/core';
import type { SacReport } from '@meada/contract/routes/sac';
import { type SacBrand, sacDecreeUrl, sacStates } from '@meada/contract/sac';
import { IconPrinter, IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import { Brands } from './Brands.tsx';
import { Duties } from './Duties.tsx';
import { Demands, Requests } from './Lists.tsx';
import { type SacFilters, sacBrandsQuery, sacReportQuery } from './queries.ts';
import classes from './sac.module.css';

/** Prints the page alone: the frame around it is hidden while the browser makes the pages. */
function print(): void {
  const { dataset } = document.documentElement;
  dataset.printing = 'sac';
  window.print();
  delete dataset.printing;
}

/** How many duties stand how. */
function Summary({ report }: { report: SacReport }) {
  const { t, i18n } = useTranslation('sac');
  return (
    <div className={classes.summary}>
      {sacStates.map((state) => {
        const count = report.duties.filter((duty) => duty.state === state).length;
        return (
          <div key={state} className={classes.count} data-state={count > 0 ? state : undefined}>
            <strong>{count}</strong>
            <span>{t(`state.${state}`)}</span>
          </div>
        );
      })}
      <p className={classes.made}>{t('made', { at: momentOf(report.madeAt, i18n.language) })}</p>
    </div>
  );
}

type FilterProps = {
  brands: readonly SacBrand[];
  filters: SacFilters;
  report: SacReport | undefined;
  onChange(some: SacFilters): void;
};
function Filters({ brands, filters, report, onChange }: FilterProps) {
  const { t } = useTranslation('sac');
  const counted = brands.filter(({ since, until }) => since || until);
  return (
    <div className={classes.filters}>
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={t(`filter.${end}`)}
          value={filters[end] ?? report?.[end] ?? ''}
          onChange={(event) => onChange({ [end]: event.currentTarget.value || undefined })}
        />
      ))}
      {counted.length > 1 ? (
        <Select
          w={190}
          label={t('filter.brand')}
          placeholder={t('filter.all')}
          clearable
          data={counted.map(({ id, name }) => ({ value: id, label: name }))}
          value={filters.brandId ?? null}
          onChange={(brandId) => onChange({ brandId: brandId ?? undefined })}
        />
      ) : null}
      <div className={classes.takeAway}>
        <Button variant="default" leftSection={<IconPrinter size={17} />} onClick={print} disabled={!report}>
          {t('print')}
        </Button>
        <ExportMenu
          lists={[{ path: '/api/sac/demands' }]}
          filters={{ ...filters }}
          label={t('export')}
          permission="reports.read"
        />
      </div>
    </div>
  );
}

/** Which articles were compared with the law's text, and where it stands. */
function Law() {
  const { t } = useTranslation('sac');
  return (
    <p className={classes.law}>
      {t('law.text')}{' '}
      <a href={sacDecreeUrl} target="_blank" rel="noreferrer">
        {t('law.link')}
      </a>
    </p>
  );
}

/** The SAC decree: which brands answer by it, and each duty with its evidence. */
export function SacPage() {
  const { t } = useTranslation('sac');
  const [filters, setFilters] = useState<SacFilters>({});
  const brands = useQuery(sacBrandsQuery);
  const report = useQuery(sacReportQuery(filters));
  const all = brands.data ?? [];
  const isUsed = all.some(({ since, until }) => since || until);
  const { data, error } = report;
  const failed = brands.error ?? error;
  return (
    <div className={classes.page}>
      <PageHeader title={t('title')} text={t('text')} />
      {brands.isPending ? <ListLoading rows={2} /> : null}
      {all.length > 0 ? <Brands brands={all} /> : null}
      {failed ? (
        <ErrorState error={failed} onRetry={() => void Promise.all([brands.refetch(), report.refetch()])} />
      ) : null}
      {brands.data && !isUsed ? (
        <EmptyState icon={IconScale} title={t('none.title')} text={t('none.text')} />
      ) : null}
      {isUsed ? (
        <>
          <Filters
            brands={all}
            filters={filters}
            report={data}
            onChange={(some) => setFilters({ ...filters, ...some })}
          />
          {report.isPending ? <ListLoading rows={6} /> : null}
          {data ? (
            <>
              <Summary report={data} />
              <Duties duties={data.duties} />
              <Law />
              <Demands title={t('late.title')} text={t('late.text')} demands={data.late} />
              <Demands title={t('untold.title')} text={t('untold.text')} demands={data.untold} untold />
              <Requests requests={data.requests} />
            </>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
