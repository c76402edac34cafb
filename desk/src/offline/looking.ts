import { useEffect } from 'react';
import { connection } from '../live/presence.ts';
import { useLive } from '../live/provider.tsx';
import { useStore } from '../live/store.ts';

/** Who has not touched the desk for this long is taken to be elsewhere (ms). */
const restsAfter = 2 * 60_000;
const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Says when somebody begins and ends to look at this tab: only the change is said, so that a quiet tab costs nothing. */
export function useLooking(): void {
  const live = useLive();
  const state = useStore(connection);
  useEffect(() => {
    if (!live || state !== 'online') return;
    let on = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = (next: boolean) => {
      if (next !== on) live.send({ t: 'looking', on: next });
      on = next;
    };
    let touchedAt = 0;
    const touched = () => {
      if (document.visibilityState !== 'visible') return;
      const now = Date.now();
      if (on && now - touchedAt < 5000) return;
      touchedAt = now;
      clearTimeout(timer);
      timer = setTimeout(() => say(false), restsAfter);
      say(true);
    };
    const seen = () => (document.visibilityState === 'visible' ? touched() : say(false));
    seen();
    document.addEventListener('visibilitychange', seen);
    for (const name of touches) addEventListener(name, touched, { passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
      for (const name of touches) removeEventListener(name, touched);
    };
  }, [live, state]);
}
