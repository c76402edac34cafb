import { countConversations } from '@meada/contract/routes/conversations';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';
import { keys } from './keys.ts';

/** Open conversations in each view; asked again when frames say that something moved. */
export const countsQuery = queryOptions({
  queryKey: keys.counts,
  queryFn: ({ signal }) => call(countConversations, undefined, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
