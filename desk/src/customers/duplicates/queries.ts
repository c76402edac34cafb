import {
  compareCustomers,
  type DuplicateFilter,
  listDuplicates,
  readDuplicateSettings,
} from '@meada/contract/routes/duplicates';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

/** How often a run that is going on is looked at (ms). */
const runningMs = 1500;
const pageSize = 20;

export const duplicatesQuery = (filter: DuplicateFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.duplicates, filter, 'pairs'],
    queryFn: ({ signal, pageParam }) =>
      call(listDuplicates, { query: { filter, cursor: pageParam, limit: pageSize } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    // Frames say when it moved; the pair in hand stays in hand all the same (`useQueue`).
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    gcTime: 0,
  });

export const duplicateSettingsQuery = queryOptions({
  queryKey: keys.duplicateSettings,
  queryFn: ({ signal }) => call(readDuplicateSettings, undefined as never, { signal }),
  refetchInterval: (query) => (query.state.data?.scan?.state === 'running' ? runningMs : false),
});

export const comparisonQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: [...keys.customers, 'compare', ...ids],
    queryFn: ({ signal }) => call(compareCustomers, { query: { ids: ids.join(',') } }, { signal }),
    staleTime: 0,
  });
