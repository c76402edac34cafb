import { listQueueNames } from '@meada/contract/routes/routing';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

/** Queues by name, for choosing. */
export const queuesQuery = queryOptions({
  queryKey: [...keys.settings, 'queue refs'],
  queryFn: ({ signal }) => call(listQueueNames, undefined, { signal }).then((list) => list.items),
  retry: false,
});
