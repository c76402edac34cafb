import { IconMessageCircle, IconPlugConnected } from '@tabler/icons-react';
import type { QueryClient } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import { Link, lazyRouteComponent, useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { inboxRefsQuery, useMay } from '../api/queries.ts';
import type { ListSearch } from '../app/search.ts';
import { useLater } from '../app/settled.ts';
import { useStore } from '../live/store.ts';
import { preferences } from '../shell/preferences.ts';
import { EmptyState } from '../ui/States.tsx';
import { ListPane } from './list/ListPane.tsx';
import { prefetchList } from './list/useList.ts';
import { panelPage } from './panel/page.ts';
import classes from './Screen.module.css';
import { prefetchThread } from './thread/useThread.ts';

/** The code of an open conversation comes with the first one, or when there is time (see `vite-chunks.ts`). */
const ThreadPane = lazyRouteComponent(() => import('./thread/ThreadPane.tsx'), 'ThreadPane');
const Panel = lazyRouteComponent(() => import('./panel/Panel.tsx'), 'Panel');
const loadOpened = () => Promise.all([ThreadPane.preload?.(), Panel.preload?.()]);

/** Nothing is open: how to go on; on the first day, how to begin. */
function Nothing() {
  const { t } = useTranslation('conversations');
  const manages = useMay('inboxes.manage');
  const first = useQuery(inboxRefsQuery).data?.length === 0 && manages;
  if (!first) return <EmptyState icon={IconMessageCircle} title={t('none.title')} text={t('none.text')} />;
  return (
    <EmptyState icon={IconPlugConnected} title={t('none.first')} text={t('none.firstText')}>
      <Link to="/settings/$" params={{ _splat: 'inboxes' }}>
        {t('none.connect')}
      </Link>
    </EmptyState>
  );
}

/** Begins to fetch what the address asks for, before the screen is drawn. */
export function warmConversations(client: QueryClient, search: ListSearch, id: string | undefined): void {
  prefetchList(client, search);
  if (!id) return;
  prefetchThread(client, id);
  // A failed load of the code is told by the screen, which asks for it again.
  loadOpened().catch(() => {});
}

/** /conversations and /conversations/$conversationId: list, thread, customer; one after the other on a phone. */
export function ConversationsScreen() {
  const { conversationId } = useParams({ strict: false });
  const { panel } = useStore(preferences);
  const onPanelPage = useStore(panelPage);
  useLater(loadOpened);
  return (
    <div
      className={classes.screen}
      data-open={conversationId ? true : undefined}
      data-panel={panel || undefined}
      data-page={onPanelPage ? 'panel' : undefined}
    >
      <ListPane />
      {conversationId ? (
        <>
          <Suspense fallback={<section className={classes.thread} />}>
            <ThreadPane key={conversationId} id={conversationId} />
          </Suspense>
          {panel || onPanelPage ? (
            <Suspense fallback={<aside className={classes.panel} />}>
              <Panel key={conversationId} id={conversationId} />
            </Suspense>
          ) : null}
        </>
      ) : (
        <section className={classes.thread}>
          <Nothing />
        </section>
      )}
    </div>
  );
}
