import {
  hashKey,
  type InvalidateQueryFilters,
  type Query,
  QueryCache,
  QueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { codeOf, Problem } from '../api/problem.ts';

/** Answers that trying again will not change. */
const settled = (error: unknown) =>
  error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429;

/** Whether the library itself asks again for what is told to be old, and takes no answer that is on its way for it. */
function asksAgain(query: Query, { refetchType, type }: InvalidateQueryFilters): boolean {
  const which = refetchType ?? type ?? 'active';
  if (query.state.data === undefined || which === 'none') return false;
  return which === 'all' || query.isActive() === (which === 'active');
}

/**
 * Has what is told to be old asked for again even where an answer is still on its way that was given before the change: the
 * first one, or one for a screen that was left meanwhile. The library would take it for the newest. It is drawn when it
 * comes, and asked for once more, at once or when its screen is opened again.
 */
export function renewComing(client: QueryClient): QueryClient {
  const invalidate = client.invalidateQueries.bind(client);
  const coming = new WeakSet<Query>();
  client.invalidateQueries = (filters, options) => {
    const told = (filters ?? {}) as InvalidateQueryFilters;
    for (const query of client.getQueryCache().findAll(told)) {
      if (query.state.fetchStatus !== 'fetching' || coming.has(query) || asksAgain(query, told)) continue;
      coming.add(query);
      const again = () => {
        coming.delete(query);
        void invalidate({ queryKey: query.queryKey, exact: true });
      };
      query.promise?.then(again, again);
    }
    return invalidate(filters, options);
  };
  return client;
}

/** Has what was told to be old stay so, whatever frames and answers to commands put into it: only its own answer makes it new. */
export function keepOld(client: QueryClient): QueryClient {
  type Put = (queryKey: QueryKey, ...rest: unknown[]) => unknown;
  const set = client.setQueryData.bind(client) as Put;
  const put: Put = (queryKey, ...rest) => {
    const query = client.getQueryCache().get(hashKey(queryKey));
    const wasOld = query?.state.isInvalidated;
    const data = set(queryKey, ...rest);
    if (wasOld) query?.invalidate();
    return data;
  };
  client.setQueryData = put as QueryClient['setQueryData'];
  return client;
}

/** What is of one customer or conversation, by the first word of its key. */
const ofOne: readonly unknown[] = [keys.conversation, keys.messages, keys.customer, keys.timeline].map(
  (key) => key('')[0],
);

/** Of what may not be seen any more nothing stays beside the refusal: the screens show what they have. */
export function dropRefused(error: unknown, query: Query<unknown, unknown>): void {
  const refused = ['not_found', 'forbidden'].includes(codeOf(error));
  if (refused && ofOne.includes(query.queryKey[0])) query.setState({ ...query.state, data: undefined });
}

/** The one cache; frames from the socket keep it fresh, so nothing is fetched again on focus. */
export const client = keepOld(
  renewComing(
    new QueryClient({
      queryCache: new QueryCache({ onError: dropRefused }),
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
    }),
  ),
);
