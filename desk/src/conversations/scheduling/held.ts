import type { AnswerOf } from '@meada/contract/route';
import { listScheduled } from '@meada/contract/routes/scheduled';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

export type Held = AnswerOf<typeof listScheduled>['items'][number];

/** One's own messages that did not go out when they were due; frames say when that changed. */
export const heldQuery = queryOptions({
  queryKey: keys.scheduled,
  queryFn: ({ signal }) =>
    call(listScheduled, undefined, { signal }).then(({ items }) =>
      (items as Held[]).filter((one) => one.state === 'held'),
    ),
  staleTime: 5 * 60_000,
});
