import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { connection } from '../live/presence.ts';
import { useLive } from '../live/provider.tsx';
import { useStore } from '../live/store.ts';
import classes from './Shell.module.css';

const onNetwork = (heard: () => void): (() => void) => {
  addEventListener('online', heard);
  addEventListener('offline', heard);
  return () => {
    removeEventListener('online', heard);
    removeEventListener('offline', heard);
  };
};

/** How long it may be away before that is told (ms); longer at the beginning, while everything else comes, too. */
const patience = { first: 8000, later: 3000 };

/** What the browser says of the network: it knows long before a silent socket does. */
const useNetwork = (): boolean => useSyncExternalStore(onNetwork, () => navigator.onLine);

/** Says when the desk is cut off; a blink of the network is not worth a word. */
export function ConnectionBar() {
  const { t } = useTranslation();
  const socket = useStore(connection);
  const state = useNetwork() ? socket : 'offline';
  const live = useLive();
  const [long, setLong] = useState(false);
  const was = useRef(false);
  useEffect(() => {
    if (state === 'online') {
      was.current = true;
      return setLong(false);
    }
    const wait = was.current || !navigator.onLine ? patience.later : patience.first;
    const timer = setTimeout(() => setLong(true), wait);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <div role="status" aria-live="polite">
      {state !== 'online' && long ? (
        <div className={classes.connection}>
          {t(state === 'connecting' ? 'connection.connecting' : 'connection.offline')}
          <button type="button" onClick={() => live?.retry()}>
            {t('connection.retry')}
          </button>
        </div>
      ) : null}
    </div>
  );
}
