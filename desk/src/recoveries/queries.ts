import {
  type Abandonment,
  changeAbandonment,
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

const days = 30;

/** The last thirty days in numbers. */
export const recoveryReportQuery = queryOptions({
  queryKey: [...keys.recoveries, 'report'],
  queryFn: ({ signal }) => {
    const to = new Date();
    const from = new Date(to.getTime() - days * 86_400_000);
    return call(readRecoveries, { query: { from: from.toISOString(), to: to.toISOString() } }, { signal });
  },
  staleTime: 5 * 60_000,
});

type Change = {
  assigneeId?: string | null;
  laterAt?: string | null;
  dismissed?: NonNullable<Abandonment['reason']> | null;
};

/** Changes one and has the lists asked for again. */
export async function change(id: string, body: Change): Promise<void> {
  await call(changeAbandonment, { params: { id }, body });
  await client.invalidateQueries({ queryKey: keys.recoveries });
}
