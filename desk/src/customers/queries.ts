import { listConversations } from '@meada/contract/routes/conversations';
import { type Customer, listCustomers, readCustomer } from '@meada/contract/routes/customers';
import { readTimeline, readTimelineSpan } from '@meada/contract/routes/timeline';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { client } from '../app/client.ts';

const first = undefined as string | undefined;

/** What a list of customers is narrowed to. */
export type CustomerFilters = {
  kind?: 'human' | 'company';
  labelId?: string;
  segmentId?: string;
  blocked?: 'true';
  fields?: string;
};

export const customerListQuery = (query: string, filters: CustomerFilters = {}) =>
  infiniteQueryOptions({
    queryKey: [...keys.customerList(query), filters, 'pages'],
    queryFn: ({ signal, pageParam }) =>
      call(
        listCustomers,
        { query: { ...filters, query: query || undefined, cursor: pageParam, limit: 60 } },
        { signal },
      ),
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

/** What a timeline is narrowed to; `before` is where it begins. */
export type TimelineFilters = { kinds?: string; channel?: string; personId?: string; before?: string };

export const timelineQuery = (id: string, filters: TimelineFilters = {}) =>
  infiniteQueryOptions({
    queryKey: [...keys.timeline(id), filters],
    queryFn: ({ signal, pageParam }) =>
      call(readTimeline, { params: { id }, query: { ...filters, cursor: pageParam, limit: 40 } }, { signal }),
    initialPageParam: first,
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const spanQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.timeline(id), 'span'],
    queryFn: ({ signal }) => call(readTimelineSpan, { params: { id } }, { signal }),
    staleTime: 30_000,
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
