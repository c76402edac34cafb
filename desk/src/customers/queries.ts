import { listConversations } from '@meada/contract/routes/conversations';
import { type Customer, listCustomers, readCustomer } from '@meada/contract/routes/customers';
import { readTimeline } from '@meada/contract/routes/timeline';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { client } from '../app/client.ts';

const first = undefined as string | undefined;

export const customerListQuery = (query: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.customerList(query), 'pages'],
    queryFn: ({ signal, pageParam }) =>
      call(listCustomers, { query: { query: query || undefined, cursor: pageParam, limit: 60 } }, { signal }),
    initialPageParam: first,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: keys.customer(id),
    queryFn: ({ signal }) => call(readCustomer, { params: { id } }, { signal }),
  });

export const timelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.timeline(id),
    queryFn: ({ signal, pageParam }) =>
      call(readTimeline, { params: { id }, query: { cursor: pageParam, limit: 40 } }, { signal }),
    initialPageParam: first,
    getNextPageParam: (last) => last.next ?? undefined,
  });

/** The customer's conversations; a list like the others, so that frames keep it fresh. */
export const conversationsQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: keys.list({ view: 'all', customerId }),
    queryFn: ({ signal, pageParam }) =>
      call(
        listConversations,
        { query: { view: 'all', customerId, cursor: pageParam, limit: 20 } },
        { signal },
      ),
    initialPageParam: first,
    getNextPageParam: (last) => last.next ?? undefined,
  });

/** Puts a fresh record into the cache and asks again for what hangs on it. */
export function keepCustomer(customer: Customer): Promise<unknown> {
  client.setQueryData(keys.customer(customer.id), customer);
  return Promise.all([
    client.invalidateQueries({ queryKey: keys.timeline(customer.id) }),
    client.invalidateQueries({ queryKey: keys.customers }),
  ]);
}
