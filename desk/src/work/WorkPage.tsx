import { Button } from '@mantine/core';
import type { WorkItem } from '@meada/contract/routes/routing';
import { IconHeadset } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { ListLoading } from '../ui/Loading.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../ui/States.tsx';
import { DaySection } from './DaySection.tsx';
import { QueuesSection } from './QueuesSection.tsx';
import { workQuery } from './queries.ts';
import { useWorkActions } from './useWorkActions.ts';
import { WorkBar } from './WorkBar.tsx';
import { WorkRows } from './WorkRows.tsx';
import classes from './work.module.css';

/** What one has, by what it is: on the line, to be answered, paused. */
function Now({ items }: { items: readonly WorkItem[] }) {
  const { t } = useTranslation('work');
  const actions = useWorkActions();
  const groups = [
    {
      name: 'now.realTime',
      items: items.filter((one) => one.state !== 'paused' && one.class === 'real_time'),
    },
    {
      name: 'now.deferred',
      items: items.filter((one) => one.state !== 'paused' && one.class === 'deferred'),
    },
    { name: 'now.paused', items: items.filter((one) => one.state === 'paused') },
  ].filter((group) => group.items.length > 0);
  return (
    <section className={classes.section} aria-labelledby="work-now">
      <h2 id="work-now">{t('now.title')}</h2>
      {groups.length === 0 ? <p className={classes.nothing}>{t('sheet.none')}</p> : null}
      {groups.map((group) => (
        <div key={group.name} className={classes.group}>
          <h3>
            {t(group.name)} <span>{group.items.length}</span>
          </h3>
          <WorkRows items={group.items} label={t(group.name)} actions={actions} />
        </div>
      ))}
      {items.some((item) => item.state === 'paused') ? (
        <p className={classes.soft}>{t('item.pausedText')}</p>
      ) : null}
    </section>
  );
}

/** Who is given no work: why, and what to do about it. */
function NotAnAgent() {
  const { t } = useTranslation('work');
  const manages = useMay('routing.manage');
  return (
    <EmptyState icon={IconHeadset} title={t('none.title')} text={t(manages ? 'none.manage' : 'none.text')}>
      {manages ? (
        <Button
          variant="light"
          renderRoot={(props) => <Link {...props} to="/settings/$" params={{ _splat: 'routing' }} />}
        >
          {t('none.settings')}
        </Button>
      ) : null}
    </EmptyState>
  );
}

/** /work: what one has, what waits, how the day went. */
export function WorkPage() {
  const { t } = useTranslation('work');
  const { data: work, error, refetch } = useQuery(workQuery);
  const leads = useMay('routing.manage');
  const board = leads ? (
    <Button variant="default" renderRoot={(props) => <Link {...props} to="/wallboard" />}>
      {t('wallboard.open')}
    </Button>
  ) : null;
  return (
    <div className={classes.page}>
      <PageHeader title={t('page.title')} text={t('page.text')}>
        {board}
      </PageHeader>
      {error && !work ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!work && !error ? <ListLoading rows={5} /> : null}
      {work && !work.agent ? <NotAnAgent /> : null}
      {work?.agent ? (
        <>
          <div className={classes.pageBar}>
            <WorkBar />
          </div>
          <div className={classes.columns}>
            <div>
              <Now items={work.items} />
              <DaySection />
            </div>
            <QueuesSection agent={work.agent} />
          </div>
        </>
      ) : null}
    </div>
  );
}
