import { listFacts } from '@meada/contract/routes/facts';
import { listFields } from '@meada/contract/routes/fields';
import { type CustomerRecord, readRecord } from '@meada/contract/routes/record';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { client } from '../../app/client.ts';

/** All three hang on the customer's key: a frame about them asks anew. */
export const recordQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.customer(id), 'record'],
    queryFn: ({ signal }) => call(readRecord, { params: { id } }, { signal }),
  });

export const factsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.customer(id), 'facts'],
    queryFn: ({ signal }) => call(listFacts, { params: { id } }, { signal }),
    staleTime: 15_000,
  });

export const fieldsQuery = queryOptions({
  queryKey: [...keys.settings, 'fields'],
  queryFn: ({ signal }) => call(listFields, {}, { signal }),
  staleTime: 60_000,
});

/** Puts a fresh record into the cache. */
export function keepRecord(record: CustomerRecord): void {
  client.setQueryData(recordQuery(record.id).queryKey, record);
}

/** Asks again for everything that hangs on a customer. */
export const renew = (id: string): Promise<unknown> =>
  client.invalidateQueries({ queryKey: keys.customer(id) });
