import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/queries.ts';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { Section } from '../kit/Section.tsx';
import type { PageProps } from '../pages.ts';
import { Drop } from './Drop.tsx';
import { ImportRow } from './ImportRow.tsx';
import { ImportScreen } from './ImportScreen.tsx';
import classes from './imports.module.css';
import { useImports } from './queries.ts';

/** Lists that come in and go out. With an id in the address: one of them, step by step. */
export function ImportsPage({ rest }: PageProps) {
  const { t } = useTranslation('imports');
  const navigate = useNavigate();
  const [mayExport, mayDeals] = [useMay('customers.export'), useMay('deals.read')];
  const { data, error, refetch } = useImports();
  const open = (id: string | null) =>
    void navigate({ to: '/settings/$', params: { _splat: id ? `imports/${id}` : 'imports' } });
  const one = data?.find(({ id }) => id === rest[0]);
  if (rest[0] && one) return <ImportScreen one={one} onBack={() => open(null)} />;
  if (rest[0] && !data && !error) return <ListLoading rows={6} />;
  return (
    <>
      <PageHeader title={t('settings:page.imports')} text={t('text')} />
      <Section title={t('in')} text={t('inText')}>
        <Drop onRead={(made) => open(made.id)} />
      </Section>
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={3} /> : null}
      {data && data.length > 0 ? (
        <Section title={t('past')} text={t('pastText')}>
          <ul className={classes.list}>
            {data.map((item) => (
              <ImportRow key={item.id} one={item} onOpen={() => open(item.id)} />
            ))}
          </ul>
        </Section>
      ) : null}
      {mayExport ? (
        <Section title={t('out')} text={t('outText')}>
          <div className={classes.actions}>
            <ExportMenu lists={[{ path: '/api/exports/customers' }]} label={t('outCustomers')} />
            <ExportMenu lists={[{ path: '/api/exports/conversations' }]} label={t('outConversations')} />
            {mayDeals ? <ExportMenu lists={[{ path: '/api/exports/deals' }]} label={t('outDeals')} /> : null}
          </div>
        </Section>
      ) : null}
    </>
  );
}
