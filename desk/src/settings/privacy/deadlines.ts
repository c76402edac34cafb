import { listPrivacyDeadlines, type PrivacyDeadline } from '@meada/contract/routes/privacy-requests';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

/** Deadlines of privacy that are near or over; frames say when that changed, the day's turn does not. */
export const deadlinesQuery = queryOptions({
  queryKey: [...keys.privacy, 'deadlines'],
  queryFn: ({ signal }) =>
    call(listPrivacyDeadlines, undefined, { signal }).then((list) => list.items as PrivacyDeadline[]),
  staleTime: 5 * 60_000,
  refetchInterval: 15 * 60_000,
});

/** Mine to see to: assigned to me or to nobody; what is late is everybody's. */
export const isMine = (me: string, { assigneeId, daysLeft }: PrivacyDeadline): boolean =>
  assigneeId === null || assigneeId === me || daysLeft < 0;
