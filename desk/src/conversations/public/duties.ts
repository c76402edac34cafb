import { type DutyItem, listDuties, waiveDuty } from '@meada/contract/routes/public-duties';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { client } from '../../app/client.ts';

/** What is owed to the public; frames say when it changed. */
export const dutiesQuery = queryOptions({
  queryKey: keys.duties,
  queryFn: ({ signal }) => call(listDuties, undefined, { signal }).then((list) => list.items as DutyItem[]),
  staleTime: 5 * 60_000,
});

/** Leaves a duty with a reason, and has everything that shows it asked for again. */
export async function waive(duty: { id: string; conversationId: string }, reason: string): Promise<void> {
  await call(waiveDuty, { params: { id: duty.id }, body: { reason } });
  await Promise.all(
    [keys.duties, keys.counts, keys.conversation(duty.conversationId)].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    ),
  );
}
