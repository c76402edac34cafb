import { goneConversations } from '@meada/contract/routes/gone';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { codeOf } from '../api/problem.ts';
import { useMe } from '../api/queries.ts';
import { connection } from '../live/presence.ts';
import { onFrame } from '../live/provider.tsx';
import { useStore } from '../live/store.ts';
import { useAlerts } from '../shell/alerts.ts';
import { preferences } from '../shell/preferences.ts';
import classes from '../shell/Shell.module.css';
import { sayWith } from '../ui/toast.ts';
import { keptAt, restoreFor } from './begin.ts';
import { forget, keepReading } from './keep.ts';
import { useLooking } from './looking.ts';
import { renewSubscription } from './push.ts';
import { dropAll, readAll } from './store.ts';
import { changeOver, lookForUpdate, offered, startWorker } from './worker.ts';

/** The outbox travels with an open conversation. */
const loadOutbox = () => import('../conversations/composer/outbox.ts');

/** How often what is kept is held against what may still be seen (ms). */
const checkEvery = 3_600_000;
/** Conversations asked about in one request. */
const atOnce = 100;

/** Throws away what is kept of conversations that the person may not see any more, or whose customer was erased. */
async function checkKept(): Promise<void> {
  const ids = [...new Set((await readAll(Date.now())).flatMap((one) => one.conversationId ?? []))];
  for (let at = 0; at < ids.length; at += atOnce) {
    const asked = ids.slice(at, at + atOnce);
    const gone = await call(goneConversations, { query: { ids: asked.join(',') } }).then(
      (answer) => answer.gone,
      // Who may read no conversation any more keeps none.
      (error: unknown) => (codeOf(error) === 'forbidden' ? asked : Promise.reject(error)),
    );
    if (gone.length > 0) await forget(gone);
  }
}

/** Keeps what is read for times without a network, unless the person wants nothing kept on this machine. */
function useKeeping(): void {
  const client = useQueryClient();
  const me = useMe();
  const { keepOffline } = useStore(preferences);
  const state = useStore(connection);
  useEffect(() => {
    if (keepOffline) return keepReading(client, me);
    void dropAll();
    return undefined;
  }, [client, me, keepOffline]);
  useEffect(() => {
    // What waits is shown without a network, and goes out with one.
    const send = () => void loadOutbox().then(({ resume }) => resume(client));
    if (state !== 'connecting') send();
    // A socket may outlive a short time without a network.
    addEventListener('online', send);
    return () => removeEventListener('online', send);
  }, [client, state]);
  useEffect(() => {
    if (state === 'offline') void restoreFor(client, me).catch(() => {});
    if (state !== 'online') return;
    keptAt.set(() => null);
    const check = () => void checkKept().catch(() => {});
    check();
    const timer = setInterval(check, checkEvery);
    // Their rights may be others now, and nothing says of each conversation that it is out of sight.
    const unhear = onFrame((frame) => {
      if (frame.t !== 'event' || frame.name !== 'people') return;
      if (frame.data.personId === null || frame.data.personId === me.personId) check();
    });
    return () => {
      clearInterval(timer);
      unhear();
    };
  }, [client, me, state]);
}

/** A message was refused while its writer is elsewhere: said at once, with the way back to it. */
function useStopped(): void {
  const { t } = useTranslation();
  const router = useRouter();
  useEffect(() => {
    let stop: (() => void) | null = null;
    let left = false;
    const tell = (conversationId: string) => {
      const path = `/conversations/${conversationId}`;
      if (document.visibilityState === 'visible' && location.pathname.startsWith(path)) return;
      const act = () => router.history.push(path);
      void sayWith(t('bell.notSent'), { label: t('bell.open'), act, bad: true }, 30_000);
    };
    void loadOutbox().then(({ onStopped }) => {
      if (!left) stop = onStopped(tell);
    });
    return () => {
      left = true;
      stop?.();
    };
  }, [router, t]);
}

/** The service worker: registered, looked after, and its clicks followed. */
function useWorker(): void {
  const router = useRouter();
  const state = useStore(connection);
  const me = useMe();
  useEffect(() => {
    if (state === 'online') renewSubscription(me).catch(() => {});
  }, [me, state]);
  useEffect(() => {
    startWorker((path) => router.history.push(path)).catch(() => {});
    const look = () => document.visibilityState === 'visible' && lookForUpdate();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [router]);
  useEffect(() => {
    if (state === 'online') lookForUpdate(true);
  }, [state]);
}

/** What goes on behind the screens: alerts, keeping for offline, updates, notifications. Loaded when the first screen stands. */
export function Background() {
  const { t } = useTranslation('offline');
  const waiting = useStore(offered);
  useAlerts();
  useKeeping();
  useStopped();
  useWorker();
  useLooking();
  if (!waiting) return null;
  return (
    <div role="status" className={classes.update}>
      {t('update.text')}
      <button type="button" onClick={() => changeOver(waiting)}>
        {t('update.now')}
      </button>
    </div>
  );
}
