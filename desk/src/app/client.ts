import { type InvalidateQueryFilters, type Query, QueryCache, QueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { codeOf, Problem } from '../api/problem.ts';

/** Answers that trying again will not change. */
const settled = (error: unknown) =>
  error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429;

/**
 * Has what is told to be old asked for again even where its first answer is still on its way: the library would take that
 * answer, given before the change, for the newest. It is drawn when it comes, and asked for once more.
 */
export function renewComing(client: QueryClient): QueryClient {
  const invalidate = client.invalidateQueries.bind(client);
  const coming = new WeakSet<Query>();
  const isComing = ({ state }: Query) => state.data === undefined && state.fetchStatus === 'fetching';
  client.invalidateQueries = (filters, options) => {
    for (const query of client.getQueryCache().findAll(filters as InvalidateQueryFilters)) {
      if (!isComing(query) || coming.has(query)) continue;
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
export const client = renewComing(
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
);
