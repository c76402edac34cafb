import {
  type Abandonment,
  changeAbandonment,
  changeAbandonments,
  countAbandonments,
  listAbandonments,
  readRecoveries,
} from '@meada/contract/routes/abandonments';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { client } from '../app/client.ts';

export type Tab = 'open' | 'tried' | 'settled';

/** Who left; frames say when it changed. */
export const recoveriesQuery = (state: Tab, mine: boolean) =>
  queryOptions({
    queryKey: [...keys.recoveries, 'list', state, mine],
    queryFn: ({ signal }) =>
      call(listAbandonments, { query: { state, mine: mine ? 'true' : 'false' } }, { signal }),
    staleTime: 60_000,
  });

/** How many may be won back: asked for by every open desk, so only the number. */
export const recoveryCountQuery = queryOptions({
  queryKey: [...keys.recoveries, 'count'],
  queryFn: ({ signal }) => call(countAbandonments, undefined, { signal }),
  staleTime: 5 * 60_000,
});

/** The last thirty days in numbers. */
export const recoveryReportQuery = queryOptions({
  queryKey: [...keys.recoveries, 'report'],
  queryFn: ({ signal }) => call(readRecoveries, { query: {} }, { signal }),
  staleTime: 5 * 60_000,
});

export type Change = {
  assigneeId?: string | null;
  laterAt?: string | null;
  dismissed?: NonNullable<Abandonment['reason']> | null;
};

/** Changes one and has the lists asked for again. */
export async function change(id: string, body: Change): Promise<void> {
  await call(changeAbandonment, { params: { id }, body });
  await client.invalidateQueries({ queryKey: keys.recoveries });
}

/** What became of several: which were changed, and how many had ended meanwhile and were left as they are. */
export type Fate = { changed: readonly string[]; left: number };

/** The same for several. */
export async function changeAll(ids: readonly string[], body: Change): Promise<Fate> {
  const fate = await call(changeAbandonments, { body: { ids: [...ids], ...body } });
  await client.invalidateQueries({ queryKey: keys.recoveries });
  return fate;
}
