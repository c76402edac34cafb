import { listConversations } from '@meada/contract/routes/conversations';
import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { call } from '../../api/call.ts';
import { filtersOf as filtersIn, pageSizes } from '../../api/first.ts';
import { keys, type ListFilters } from '../../api/keys.ts';
import type { ListSearch } from '../../app/search.ts';
import type { Page } from '../../live/lists.ts';
import { prefer, preferences } from '../../shell/preferences.ts';

/** What the address asks for, as the server's filters, in the reader's usual view unless it names one. */
export const filtersOf = (search: ListSearch): ListFilters => filtersIn(search, preferences.get().view);

/** The list's settings as they stand in the address, and a way to change some of them. */
export function useListSearch() {
  const search = useSearch({ strict: false }) as ListSearch;
  const navigate = useNavigate();
  const change = (some: Partial<ListSearch>) => {
    if (some.view) prefer({ view: some.view });
    void navigate({ to: '.', search: (now: ListSearch) => ({ ...now, ...some }), replace: true });
  };
  return { search, change };
}

const listQuery = (filters: ListFilters) =>
  infiniteQueryOptions<
    Page,
    Error,
    InfiniteData<Page, string | undefined>,
    readonly unknown[],
    string | undefined
  >({
    queryKey: keys.list(filters),
    queryFn: ({ signal, pageParam }) =>
      call(
        listConversations,
        { query: { ...filters, cursor: pageParam, limit: pageSizes.list } },
        { signal },
      ),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 5 * 60_000,
  });

/** The list itself, page after page; frames keep the loaded pages fresh. */
export const useList = (filters: ListFilters, enabled = true) =>
  useInfiniteQuery({ ...listQuery(filters), enabled, placeholderData: keepPreviousData });

/** Begins to fetch the list the address asks for. */
export function prefetchList(client: QueryClient, search: ListSearch): void {
  void client.prefetchInfiniteQuery(listQuery(filtersOf(search)));
}
