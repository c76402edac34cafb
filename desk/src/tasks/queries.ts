import { countTasks, listTaskBells, listTasks, readTask, type TaskView } from '@meada/contract/routes/tasks';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { client } from '../app/client.ts';

export type TaskFilters = {
  view?: TaskView;
  state?: 'open' | 'done';
  query?: string | undefined;
  personId?: string | undefined;
  customerId?: string;
  conversationId?: string;
  dealId?: string;
};

const first = undefined as string | undefined;

export const taskListQuery = (filters: TaskFilters, limit = 50) =>
  infiniteQueryOptions({
    queryKey: [...keys.tasks, 'list', filters, limit],
    queryFn: ({ signal, pageParam }) =>
      call(listTasks, { query: { ...filters, cursor: pageParam, limit } }, { signal }),
    initialPageParam: first,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.tasks, 'one', id],
    queryFn: ({ signal }) => call(readTask, { params: { id } }, { signal }),
  });
export const taskCountsQuery = queryOptions({
  queryKey: [...keys.tasks, 'counts'],
  queryFn: ({ signal }) => call(countTasks, undefined, { signal }),
});
/** Reminders that rang for me. */
export const bellsQuery = queryOptions({
  queryKey: [...keys.tasks, 'bells'],
  queryFn: ({ signal }) => call(listTaskBells, undefined, { signal }).then((list) => list.items),
  staleTime: 60_000,
});

export const refreshTasks = (): Promise<void> => client.invalidateQueries({ queryKey: keys.tasks });
