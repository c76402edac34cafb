import { listHolidays, listHours } from '@meada/contract/routes/hours';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { refresh } from '../queries.ts';

export const hoursQuery = queryOptions({
  queryKey: [...keys.settings, 'hours'],
  queryFn: ({ signal }) => call(listHours, undefined, { signal }).then((list) => list.items),
  staleTime: 30_000,
});
export const holidaysQuery = queryOptions({
  queryKey: [...keys.settings, 'holidays'],
  queryFn: ({ signal }) => call(listHolidays, undefined, { signal }),
});

/** Asks for hours and everything that shows them again. */
export const hoursAnew = (): Promise<unknown> => refresh(keys.settings, keys.inboxes);
