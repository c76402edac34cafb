import { Button, Title } from '@mantine/core';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { IconInbox, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useChannel } from '../../api/queries.ts';
import { useChannelName } from '../../ui/ChannelBadge.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { Pill } from '../kit/Section.tsx';
import { inboxesQuery } from '../queries.ts';
import { ChannelIcon } from './ChannelIcon.tsx';
import { HealthPill } from './HealthPill.tsx';
import classes from './inboxes.module.css';

function Card({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('settings');
  const channel = useChannel(inbox.channel);
  const name = useChannelName(inbox.channel);
  const { poisonReceipts, failedDispatches, lastInAt } = inbox.health;
  return (
    <Link
      to="/settings/$"
      params={{ _splat: `inboxes/${inbox.id}` }}
      className={classes.card}
      data-off={!inbox.active || undefined}
    >
      <div className={classes.cardHead}>
        <ChannelIcon channel={channel} />
        <div>
          <div className={classes.cardName}>{inbox.name}</div>
          <div className={classes.cardText}>{[name, inbox.address].filter(Boolean).join(' · ')}</div>
        </div>
      </div>
      <div className={classes.cardFoot}>
        <HealthPill inbox={inbox} />
        {poisonReceipts > 0 ? (
          <Pill tone="warn">{t('health.poisonCount', { count: poisonReceipts })}</Pill>
        ) : null}
        {failedDispatches > 0 ? (
          <Pill tone="warn">{t('health.failedCount', { count: failedDispatches })}</Pill>
        ) : null}
        {lastInAt && inbox.active ? (
          <span>
            {t('health.lastIn')} <RelativeTime at={lastInAt} />
          </span>
        ) : null}
      </div>
    </Link>
  );
}

function Cards({ inboxes }: { inboxes: Inbox[] }) {
  return (
    <ul className={classes.grid}>
      {inboxes.map((inbox) => (
        <li key={inbox.id}>
          <Card inbox={inbox} />
        </li>
      ))}
    </ul>
  );
}

/** Every connected account with its state at a glance. */
export function InboxList() {
  const { t } = useTranslation('settings');
  const { data, error, refetch } = useQuery(inboxesQuery);
  const archived = data?.filter((inbox) => inbox.archivedAt) ?? [];
  const add = (
    <Button
      component={Link}
      to="/settings/$"
      params={{ _splat: 'inboxes/new' } as never}
      leftSection={<IconPlus size={18} />}
    >
      {t('inbox.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('page.inboxes')} text={t('inbox.text')}>
        {data && data.length > 0 ? add : null}
      </PageHeader>
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading /> : null}
      {data?.length === 0 ? (
        <EmptyState icon={IconInbox} title={t('inbox.none.title')} text={t('inbox.none.text')}>
          {add}
        </EmptyState>
      ) : null}
      <Cards inboxes={data?.filter((inbox) => !inbox.archivedAt) ?? []} />
      {archived.length > 0 ? (
        <>
          <Title order={2} fz={15} mt="xl" mb="sm">
            {t('inbox.archive.list')}
          </Title>
          <Cards inboxes={archived} />
        </>
      ) : null}
    </>
  );
}
