import type { AnswerOf } from '@meada/contract/route';
import { listUndelivered } from '@meada/contract/routes/undelivered';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

export type Undelivered = AnswerOf<typeof listUndelivered>['items'][number];

/** The reader's words that did not arrive, or of which nobody knows it; sending again or answering takes them away, and frames say so. */
export const undeliveredQuery = queryOptions({
  queryKey: keys.undelivered,
  queryFn: ({ signal }) =>
    call(listUndelivered, undefined, { signal }).then(({ items }) => items as Undelivered[]),
  staleTime: 5 * 60_000,
});
