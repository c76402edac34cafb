import { type HealthReport, readHealth } from '@meada/contract/routes/inbox-health';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { onFrame } from '../../live/provider.tsx';

export const healthQuery = queryOptions({
  queryKey: [...keys.health, 'reports'],
  queryFn: ({ signal }) =>
    call(readHealth, undefined, { signal }).then((list) => list.items as HealthReport[]),
  staleTime: 5_000,
});
/** The page is asked for again at most this often while messages come and go (ms). */
const pauseMs = 5_000;

/**
 * Keeps an open page fresh: conversations that move say that something came or left. Nothing is asked while nothing moves,
 * and nothing at all by whoever does not look at the page.
 */
export function useMovingHealth(): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onFrame((frame) => {
      if (frame.t !== 'event' || frame.name !== 'conversation' || timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: healthQuery.queryKey });
      }, pauseMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client]);
}
