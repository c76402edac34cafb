import type { AnswerOf } from '@meada/contract/route';
import { listDealReasons } from '@meada/contract/routes/deal-reasons';
import { type Deal, listDeals, listPipelines, readBoard, readDeal } from '@meada/contract/routes/deals';
import { readForecast } from '@meada/contract/routes/forecast';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { client } from '../app/client.ts';

export type Board = AnswerOf<typeof readBoard>;
export type Column = Board['columns'][number];

/** What board and list are narrowed to. */
export type DealFilters = {
  pipelineId?: string | undefined;
  query?: string | undefined;
  ownerId?: string | undefined;
  labelId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  overdue?: 'true' | undefined;
};

const first = undefined as string | undefined;

export const pipelinesQuery = queryOptions({
  queryKey: [...keys.settings, 'pipelines'],
  queryFn: ({ signal }) => call(listPipelines, undefined, { signal }).then((list) => list.items),
  staleTime: 60_000,
});
export const reasonsQuery = queryOptions({
  queryKey: [...keys.settings, 'deal reasons'],
  queryFn: ({ signal }) => call(listDealReasons, undefined, { signal }).then((list) => list.items),
  staleTime: 60_000,
});
export const boardQuery = (filters: DealFilters) =>
  queryOptions({
    queryKey: [...keys.deals, 'board', filters],
    queryFn: ({ signal }) => call(readBoard, { query: filters }, { signal }),
    placeholderData: keepPreviousData,
  });
type Wanted = DealFilters & { customerId?: string; conversationId?: string; stageId?: string };
export const dealListQuery = (filters: Wanted, limit = 50) =>
  infiniteQueryOptions({
    queryKey: [...keys.deals, 'list', filters, limit],
    queryFn: ({ signal, pageParam }) =>
      call(listDeals, { query: { ...filters, cursor: pageParam, limit } }, { signal }),
    initialPageParam: first,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
export const dealQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.deals, 'one', id],
    queryFn: ({ signal }) => call(readDeal, { params: { id } }, { signal }),
  });
export const forecastQuery = (query: { pipelineId?: string; ownerId?: string; from?: string; to?: string }) =>
  queryOptions({
    queryKey: [...keys.deals, 'forecast', query],
    queryFn: ({ signal }) => call(readForecast, { query }, { signal }),
    placeholderData: keepPreviousData,
  });

/** Whether board and list leave anything of the pipeline out. */
export const isNarrowed = ({ pipelineId: _, ...rest }: DealFilters): boolean =>
  Object.values(rest).some((value) => value !== undefined);

export const refreshDeals = (): Promise<void> => client.invalidateQueries({ queryKey: keys.deals });

/** YYYY-MM-DD of today where the reader is. */
export const todayHere = (): string => new Intl.DateTimeFormat('sv-SE').format(new Date());

/** What is late about an open deal. */
export function lateness(deal: Deal, today: string): { step: boolean; close: boolean } {
  const open = deal.outcome === 'open';
  return {
    step: open && deal.nextOn !== null && deal.nextOn < today,
    close: open && deal.expectedOn !== null && deal.expectedOn < today,
  };
}

/** A day as people write it: "3 de mar.", with the year when it is another. */
export function dayOf(day: string, locale: string): string {
  const date = new Date(`${day}T12:00:00`);
  const year = day.slice(0, 4) === todayHere().slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...year }).format(date);
}
