import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useMe } from '../../api/queries.ts';
import { useStore } from '../../live/store.ts';
import { keepNow, takeWorkspace, workspace } from './store.ts';

/** Keeps this browser's arrangement as the server has it: another browser of the person may have changed it. */
export function useArranged(): void {
  const { workspace: kept } = useMe();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useStore(workspace, (state) => state.scheme);
  useEffect(() => takeWorkspace(kept), [kept]);
  useEffect(() => {
    if (scheme) setColorScheme(scheme);
  }, [scheme, setColorScheme]);
  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === 'hidden') keepNow();
    };
    document.addEventListener('visibilitychange', leave);
    return () => document.removeEventListener('visibilitychange', leave);
  }, []);
}
