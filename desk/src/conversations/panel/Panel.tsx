import { ActionIcon } from '@mantine/core';
import { readCustomer } from '@meada/contract/routes/customers';
import { IconArrowLeft, IconRosetteDiscountCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useTopic } from '../../live/provider.tsx';
import { Face } from '../../ui/Face.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { PlaybookSection } from '../playbook/PlaybookSection.tsx';
import screen from '../Screen.module.css';
import { useConversation } from '../thread/useThread.ts';
import { Identities } from './Identities.tsx';
import { Others } from './Others.tsx';
import { People } from './People.tsx';
import { panelPage } from './page.ts';
import classes from './panel.module.css';
import { Suggestions } from './Suggestions.tsx';
import { Timeline } from './Timeline.tsx';

/** What stands in the record comes after the thread: its texts and shapes are not needed to read. */
const KnownFacts = lazy(() =>
  import('../known/KnownFacts.tsx').then((file) => ({ default: file.KnownFacts })),
);
const Notes = lazy(() => import('./Notes.tsx').then((file) => ({ default: file.Notes })));
const PanelFields = lazy(() =>
  import('../known/PanelFields.tsx').then((file) => ({ default: file.PanelFields })),
);

const DealsOf = lazy(() => import('../../deals/DealsOf.tsx').then((file) => ({ default: file.DealsOf })));

/** The right side: who the customer is and what there was before. */
export function Panel({ id }: { id: string }) {
  const { t } = useTranslation('conversations');
  const { data: conversation, isError: gone } = useConversation(id);
  const customerId = conversation?.customer.id;
  useTopic(customerId ? `customer:${customerId}` : null);
  const customer = useQuery({
    queryKey: keys.customer(customerId ?? ''),
    enabled: customerId !== undefined,
    queryFn: ({ signal }) => call(readCustomer, { params: { id: customerId ?? '' } }, { signal }),
    staleTime: 5 * 60_000,
  });
  useEffect(() => () => panelPage.set(() => false), []);
  const person = customer.data;
  const name = person?.name ?? person?.display ?? '';
  return (
    <aside className={screen.panel} aria-label={t('panel.label')}>
      <ActionIcon
        className={classes.back}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('panel.back')}
        onClick={() => panelPage.set(() => false)}
      >
        <IconArrowLeft size={20} />
      </ActionIcon>
      {customer.isError ? <ErrorState error={customer.error} onRetry={() => customer.refetch()} /> : null}
      {!person && !customer.isError && !gone ? <ListLoading rows={5} /> : null}
      {person && conversation ? (
        <>
          <header className={classes.head}>
            <Face name={person.name} id={person.id} url={person.avatarUrl} size={60} />
            <h2 className={classes.name}>
              {name}
              {person.verified ? (
                <IconRosetteDiscountCheck size={18} aria-label={t('panel.verified')} />
              ) : null}
            </h2>
            <p className={classes.since}>
              {t('panel.since')} <RelativeTime at={person.createdAt} />
            </p>
            <Link to="/customers/$customerId" params={{ customerId: person.id }} className={classes.link}>
              {t('panel.open')}
            </Link>
          </header>
          <PlaybookSection />
          <Suspense fallback={null}>
            <KnownFacts customerId={person.id} conversationId={conversation.id} />
          </Suspense>
          <Suggestions customer={person} />
          <Identities customerId={person.id} list={person.identities} />
          <People conversation={conversation} />
          <Suspense fallback={null}>
            <Notes key={`notes-${person.id}`} customer={person} />
            <PanelFields key={conversation.id} conversation={conversation} />
          </Suspense>
          <Suspense fallback={null}>
            <DealsOf
              customerId={person.id}
              conversationId={conversation.id}
              title="h3"
              className={classes.section}
            />
          </Suspense>
          <Others customerId={person.id} current={conversation.id} />
          <Suspense fallback={null}>
            <Timeline customerId={person.id} />
          </Suspense>
        </>
      ) : null}
    </aside>
  );
}
