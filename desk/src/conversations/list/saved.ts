import {
  changeSavedView,
  createSavedView,
  deleteSavedView,
  listSavedViews,
  type SavedFilters,
} from '@meada/contract/routes/saved-views';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { filtersOf } from '../../api/first.ts';
import { keys, type ListFilters } from '../../api/keys.ts';
import type { ListSearch } from '../../app/search.ts';

export const savedViewsQuery = queryOptions({
  queryKey: keys.savedViews,
  queryFn: ({ signal }) => call(listSavedViews, undefined, { signal }),
  staleTime: 10_000,
});

/** What the list shows now, as a view keeps it: the reader is `me`. */
export function keptOf(search: ListSearch, view: ListFilters['view'], me: string): SavedFilters {
  const { assigneeId, ...rest } = filtersOf(search, view);
  const { customerId: _, ...filters } = rest;
  return { ...filters, assigneeId: assigneeId === me ? 'me' : assigneeId };
}

/** The address of a view. */
export const searchOf = (filters: SavedFilters, me: string): ListSearch => ({
  view: filters.view,
  status: filters.status ?? 'any',
  own: filters.statusId,
  inbox: filters.inboxId,
  team: filters.teamId,
  who: filters.assigneeId === 'me' ? me : filters.assigneeId,
  label: filters.labelId,
  side: filters.side,
  rating: filters.rating,
  q: filters.query,
});

const names = [
  'view',
  'status',
  'statusId',
  'inboxId',
  'teamId',
  'assigneeId',
  'labelId',
  'side',
  'rating',
  'query',
] as const;
export const isSame = (a: SavedFilters, b: SavedFilters): boolean =>
  names.every((name) => a[name] === b[name]);

type Given = { name: string; shared: boolean; filters: SavedFilters };
export const saveView = (id: string | null, body: Given) =>
  id === null ? call(createSavedView, { body }) : call(changeSavedView, { params: { id }, body });
export const dropView = (id: string) => call(deleteSavedView, { params: { id } });
