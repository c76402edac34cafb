import { searchMessages } from '@meada/contract/routes/search';
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { queryOf, type SearchAddress } from './address.ts';

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
