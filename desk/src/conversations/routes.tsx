import { type Layout, widths } from '@meada/contract/workspace';
import { IconMessageCircle } from '@tabler/icons-react';
import type { QueryClient } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import { lazyRouteComponent, useParams } from '@tanstack/react-router';
import { type CSSProperties, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { countsQuery } from '../api/counts.ts';
import { useMay } from '../api/queries.ts';
import type { ListSearch } from '../app/search.ts';
import { useLater } from '../app/settled.ts';
import { useStore } from '../live/store.ts';
import { preferences } from '../shell/preferences.ts';
import { EmptyState } from '../ui/States.tsx';
import { callbacksQuery } from './callbacks/callbacks.ts';
import { ListPane } from './list/ListPane.tsx';
import { prefetchList } from './list/useList.ts';
import { panelPage } from './panel/page.ts';
import classes from './Screen.module.css';
import { prefetchThread } from './thread/useThread.ts';
import { withWidth } from './workspace/arrange.ts';
import { Resizer } from './workspace/Resizer.tsx';
import { rearrange, useLayout } from './workspace/store.ts';

/** The code of an open conversation comes with the first one, or when there is time (see `vite-chunks.ts`). */
const ThreadPane = lazyRouteComponent(() => import('./thread/ThreadPane.tsx'), 'ThreadPane');
const Panel = lazyRouteComponent(() => import('./panel/Panel.tsx'), 'Panel');
const FirstSteps = lazyRouteComponent(() => import('./first/FirstSteps.tsx'), 'FirstSteps');
const loadOpened = () => Promise.all([ThreadPane.preload?.(), Panel.preload?.()]);

/** Nothing is open: how to go on; on the first day, how to begin. */
function Nothing() {
  const { t } = useTranslation('conversations');
  const manages = useMay('inboxes.manage');
  const { firstSteps } = useStore(preferences);
  const begins = useQuery(countsQuery).data?.all === 0 && manages && firstSteps;
  if (!begins) return <EmptyState icon={IconMessageCircle} title={t('none.title')} text={t('none.text')} />;
  return (
    <Suspense fallback={null}>
      <FirstSteps />
    </Suspense>
  );
}

/** Begins to fetch what the address asks for, before the screen is drawn. */
export function warmConversations(client: QueryClient, search: ListSearch, id: string | undefined): void {
  prefetchList(client, search);
  void client.prefetchQuery(callbacksQuery);
  if (!id) return;
  prefetchThread(client, id);
  // A failed load of the code is told by the screen, which asks for it again.
  loadOpened().catch(() => {});
}

/** Widths as the person has set them; what is not set stays as the desk is made. */
function widthsOf({ listWidth, columns }: Layout): CSSProperties {
  const px = (width: number | null | undefined) => (width ? `${width}px` : undefined);
  return {
    '--list': px(listWidth),
    '--column-0': px(columns[0]?.width),
    '--column-1': px(columns[1]?.width),
  } as CSSProperties;
}

/** /conversations and /conversations/$conversationId: list, thread, customer; one after the other on a phone. */
export function ConversationsScreen() {
  const { t } = useTranslation('conversations');
  const { conversationId } = useParams({ strict: false });
  const { panel } = useStore(preferences);
  const sheet = useStore(panelPage);
  const layout = useLayout();
  useLater(loadOpened);
  return (
    <div
      className={classes.screen}
      data-screen
      data-open={conversationId ? true : undefined}
      data-page={sheet ? 'panel' : undefined}
      data-columns={layout.columns.length}
      style={widthsOf(layout)}
    >
      <div className={classes.behind} inert={sheet}>
        <ListPane />
        <div className={classes.side}>
          <Resizer
            label={t('list.width')}
            value={layout.listWidth}
            range={widths.list}
            pane="[data-screen] section"
            property="--list"
            onChange={(listWidth) => rearrange((now) => ({ ...now, listWidth }))}
          />
        </div>
        {conversationId ? (
          <Suspense fallback={<section className={classes.thread} />}>
            <ThreadPane key={conversationId} id={conversationId} />
          </Suspense>
        ) : (
          <section className={classes.thread}>
            <Nothing />
          </section>
        )}
      </div>
      {conversationId && (panel || sheet) ? (
        <>
          <div className={classes.edge}>
            <Resizer
              label={t('cards.width')}
              value={layout.columns[0]?.width ?? null}
              range={widths.column}
              leftwards
              pane='[data-column="0"]'
              property="--column-0"
              onChange={(width) => rearrange((now) => withWidth(now, 0, width))}
            />
          </div>
          {sheet ? (
            <button
              type="button"
              className={classes.backdrop}
              aria-label={t('panel.back')}
              onClick={() => panelPage.set(() => false)}
            />
          ) : null}
          <Suspense fallback={<aside className={classes.panel} />}>
            <Panel key={conversationId} id={conversationId} />
          </Suspense>
        </>
      ) : null}
    </div>
  );
}
