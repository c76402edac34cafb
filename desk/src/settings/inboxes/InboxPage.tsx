import { Tabs } from '@mantine/core';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannel } from '../../api/queries.ts';
import { useChannelName } from '../../ui/ChannelBadge.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { HealthTab } from '../health/HealthPage.tsx';
import { Pill } from '../kit/Section.tsx';
import { inboxQuery } from '../queries.ts';
import { Archived } from './Archive.tsx';
import { ChannelIcon } from './ChannelIcon.tsx';
import { Connection } from './Connection.tsx';
import { HealthPill } from './HealthPill.tsx';
import { HoursTab } from './HoursTab.tsx';
import classes from './inboxes.module.css';
import { General, Overview } from './Overview.tsx';
import { PoisonList } from './PoisonList.tsx';
import { WorkTab } from './WorkTab.tsx';

const tabs: Record<string, ComponentType<{ inbox: Inbox }>> = {
  overview: Overview,
  connection: Connection,
  hours: HoursTab,
  work: WorkTab,
  health: HealthTab,
  problems: PoisonList,
};

function Head({ inbox }: { inbox: Inbox }) {
  const channel = useChannel(inbox.channel);
  const name = useChannelName(inbox.channel);
  return (
    <header className={classes.head}>
      <ChannelIcon channel={channel} />
      <div>
        <h1>{inbox.name}</h1>
        <div className={classes.cardText}>{[name, inbox.address].filter(Boolean).join(' · ')}</div>
      </div>
      <HealthPill inbox={inbox} />
    </header>
  );
}

/** One inbox: how it is, how it is connected, when it is open, what could not be read. */
export function InboxPage({ id, tab }: { id: string; tab: string }) {
  const { t } = useTranslation('settings');
  const navigate = useNavigate();
  const { data: inbox, error, refetch } = useQuery(inboxQuery(id));
  if (error && !inbox) return <ErrorState error={error} onRetry={refetch} />;
  if (!inbox) return <ListLoading />;
  if (inbox.archivedAt)
    return (
      <>
        <Head inbox={inbox} />
        <Archived id={inbox.id} at={inbox.archivedAt} />
        <General inbox={inbox} />
      </>
    );
  const current = tab in tabs ? tab : 'overview';
  const Panel = tabs[current] ?? Overview;
  const go = (next: string | null) =>
    void navigate({
      to: '/settings/$',
      params: { _splat: next === 'overview' || !next ? `inboxes/${id}` : `inboxes/${id}/${next}` },
    });
  return (
    <>
      <Head inbox={inbox} />
      <Tabs value={current} onChange={go}>
        <Tabs.List className={classes.tabList}>
          {Object.keys(tabs).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`inbox.tab.${name}`)}{' '}
              {name === 'problems' && inbox.health.poisonReceipts > 0 ? (
                <Pill tone="warn">{inbox.health.poisonReceipts}</Pill>
              ) : null}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current} pt="lg">
          <Panel inbox={inbox} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
