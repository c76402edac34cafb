import type { Inbox } from '@meada/contract/routes/inboxes';
import { IconHeartbeat } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { Pill } from '../kit/Section.tsx';
import { ToChannels } from '../kit/ToChannels.tsx';
import { healthQuery, useMovingHealth } from './queries.ts';
import { Report } from './Report.tsx';

/** Every inbox at a glance, those in trouble first. */
export function HealthPage() {
  const { t } = useTranslation('firm');
  const { data, error, refetch } = useQuery(healthQuery);
  useMovingHealth();
  const bad = data?.filter((report) => report.troubles.length > 0) ?? [];
  const well = data?.filter((report) => report.troubles.length === 0) ?? [];
  return (
    <>
      <PageHeader title={t('health.title')} text={t('health.text')}>
        {data && data.length > 0 ? (
          <Pill tone={bad.length > 0 ? 'danger' : 'good'}>
            {bad.length > 0 ? t('health.someBad', { count: bad.length }) : t('health.allWell')}
          </Pill>
        ) : null}
      </PageHeader>
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading /> : null}
      {data?.length === 0 ? (
        <EmptyState icon={IconHeartbeat} title={t('health.none')} text={t('health.noneText')}>
          <ToChannels />
        </EmptyState>
      ) : null}
      {[...bad, ...well].map((report) => (
        <Report key={report.inboxId} report={report} />
      ))}
    </>
  );
}

/** The same of one inbox, on its own page. */
export function HealthTab({ inbox }: { inbox: Inbox }) {
  const { data, error, refetch } = useQuery(healthQuery);
  useMovingHealth();
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  const report = data?.find((one) => one.inboxId === inbox.id);
  return report ? <Report report={report} inPage /> : <ListLoading />;
}
