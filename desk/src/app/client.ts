import { QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/problem.ts';

/** Answers that trying again will not change. */
const settled = (error: unknown) =>
  error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429;

/** The one cache; frames from the socket keep it fresh, so nothing is fetched again on focus. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 15 * 60_000,
      refetchOnWindowFocus: false,
      // Without a network an answer that is not there is said at once, instead of waited for.
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (times, error) => !settled(error) && times < 3,
      retryDelay: (times) => Math.min(8000, 400 * 2 ** times),
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
