import { IconMessageCircle } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../live/store.ts';
import { preferences } from '../shell/preferences.ts';
import { EmptyState } from '../ui/States.tsx';
import { ListPane } from './list/ListPane.tsx';
import { panelPage } from './panel/page.ts';
import classes from './Screen.module.css';
import { ThreadPane } from './thread/ThreadPane.tsx';

const Panel = lazy(() => import('./panel/Panel.tsx').then((file) => ({ default: file.Panel })));

/** /conversations and /conversations/$conversationId: list, thread, customer; one after the other on a phone. */
export function ConversationsScreen() {
  const { t } = useTranslation('conversations');
  const { conversationId } = useParams({ strict: false });
  const { panel } = useStore(preferences);
  const onPanelPage = useStore(panelPage);
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
          <ThreadPane key={conversationId} id={conversationId} />
          {panel || onPanelPage ? (
            <Suspense fallback={<aside className={classes.panel} />}>
              <Panel key={conversationId} id={conversationId} />
            </Suspense>
          ) : null}
        </>
      ) : (
        <section className={classes.thread}>
          <EmptyState icon={IconMessageCircle} title={t('none.title')} text={t('none.text')} />
        </section>
      )}
    </div>
  );
}
