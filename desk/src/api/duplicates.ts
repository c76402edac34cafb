import { listDuplicates } from '@meada/contract/routes/duplicates';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';
import { keys } from './keys.ts';

/** How many pairs wait in the queue of duplicates, for the ways that lead there; frames say when that changed. */
export const openDuplicatesQuery = queryOptions({
  queryKey: keys.openDuplicates,
  queryFn: async ({ signal }) =>
    (await call(listDuplicates, { query: { filter: 'open', limit: 1 } }, { signal })).counts.open,
  staleTime: Number.POSITIVE_INFINITY,
});
