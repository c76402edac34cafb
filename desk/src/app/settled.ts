import { useEffect } from 'react';
import { createStore, useStore } from '../live/store.ts';

/**
 * Whether the first screen stands with its data. Code that is not needed for it (an open conversation, where messages
 * appear) waits for this: loaded earlier it would take its time from what people look at.
 */
export const settled = createStore(false);

/** Says so once the browser has nothing better to do, `after` milliseconds from now at the earliest. */
export function settleSoon(after = 0): void {
  if (settled.get()) return;
  const settle = () => settled.set(() => true);
  // Safari has no idle callback.
  const idle = () =>
    'requestIdleCallback' in window ? requestIdleCallback(settle, { timeout: 1000 }) : settle();
  setTimeout(idle, after);
}

/** Loads code for what may come next once the first screen stands; a failure is told when the code is really needed. */
export function useLater(load: () => Promise<unknown> | undefined): void {
  const quiet = useStore(settled);
  useEffect(() => {
    if (quiet) load()?.catch(() => {});
  }, [quiet, load]);
}
