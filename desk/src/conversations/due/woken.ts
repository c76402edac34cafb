import type { AnswerOf } from '@meada/contract/route';
import { listWoken } from '@meada/contract/routes/woken';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

export type Woken = AnswerOf<typeof listWoken>['items'][number];

/** What the reader had put aside and that came back; reading it takes it away, and frames say so. */
export const wokenQuery = queryOptions({
  queryKey: keys.woken,
  queryFn: ({ signal }) => call(listWoken, undefined, { signal }).then(({ items }) => items as Woken[]),
  staleTime: 5 * 60_000,
});
