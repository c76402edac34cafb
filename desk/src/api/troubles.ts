import { countTroubles } from '@meada/contract/routes/inbox-health';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';
import { keys } from './keys.ts';

/** For the mark in the navigation; frames say when something went wrong or right. */
export const troublesQuery = queryOptions({
  queryKey: [...keys.health, 'troubles'],
  queryFn: ({ signal }) => call(countTroubles, undefined, { signal }).then((list) => list.items),
  staleTime: Number.POSITIVE_INFINITY,
});
