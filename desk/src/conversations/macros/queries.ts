import { listMacros } from '@meada/contract/routes/macros';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

/** Macros the person sees; a frame says when they changed. */
export const macrosQuery = queryOptions({
  queryKey: keys.macros,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => call(listMacros, undefined, { signal }).then((list) => list.items),
});
