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
import { keys, type ListFilters } from '../../api/keys.ts';
import type { ListSearch } from '../../app/search.ts';
import type { Page } from '../../live/lists.ts';
import { prefer, preferences } from '../../shell/preferences.ts';

/** Rows asked for at once. */
const pageSize = 50;

/** What the address asks for, as the server's filters. Open ones unless another status is chosen. */
export function filtersOf(search: ListSearch): ListFilters {
  const status = search.status ?? (search.q ? 'any' : 'open');
  return {
    view: search.view ?? preferences.get().view,
    status: status === 'any' ? undefined : status,
    inboxId: search.inbox,
    teamId: search.team,
    assigneeId: search.who,
    labelId: search.label,
    query: search.q,
  };
}

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
      call(listConversations, { query: { ...filters, cursor: pageParam, limit: pageSize } }, { signal }),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 5 * 60_000,
  });

/** The list itself, page after page; frames keep the loaded pages fresh. */
export const useList = (filters: ListFilters) =>
  useInfiniteQuery({ ...listQuery(filters), placeholderData: keepPreviousData });

/** Begins to fetch the list the address asks for. */
export function prefetchList(client: QueryClient, search: ListSearch): void {
  void client.prefetchInfiniteQuery(listQuery(filtersOf(search)));
}
