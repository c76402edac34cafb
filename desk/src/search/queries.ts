import { searchMessages, searchRecords } from '@meada/contract/routes/search';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { queryOf, type SearchAddress, searchesRecords } from './address.ts';

/** Letters from which on something is looked for. */
export const lettersFrom = 2;

export const searchQuery = (address: SearchAddress) =>
  infiniteQueryOptions({
    queryKey: [...keys.search, address],
    enabled: (address.q?.trim().length ?? 0) >= lettersFrom,
    queryFn: ({ signal, pageParam }) =>
      call(searchMessages, { query: { ...queryOf(address), cursor: pageParam, limit: 30 } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });

/** Words on customers' records, at most `limit`. */
export const recordsQuery = (address: SearchAddress, limit: number) => {
  const asked = { query: address.q?.trim() ?? '', customerId: address.customer, limit };
  return queryOptions({
    queryKey: [...keys.search, 'records', asked],
    enabled: asked.query.length >= lettersFrom && searchesRecords(address),
    queryFn: ({ signal }) => call(searchRecords, { query: asked }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
};
