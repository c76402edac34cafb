import {
  listBadSurveys,
  listSurveyRules,
  listSurveys,
  readSurveyReport,
  type SurveyReport,
} from '@meada/contract/routes/surveys';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';

export type ReportFilters = {
  from?: string | undefined;
  to?: string | undefined;
  inboxId?: string | undefined;
  teamId?: string | undefined;
  personId?: string | undefined;
};
export type Mark = 'good' | 'neutral' | 'bad';

const first = undefined as string | undefined;

/** Bad ratings that nobody has seen to. */
export const badQuery = queryOptions({
  queryKey: [...keys.surveys, 'bad'],
  queryFn: ({ signal }) => call(listBadSurveys, undefined, { signal }).then((list) => list.items),
  staleTime: 60_000,
});
/** Of one conversation, whatever became of them. */
export const ofConversationQuery = (conversationId: string) =>
  queryOptions({
    queryKey: [...keys.surveys, 'of', conversationId],
    queryFn: ({ signal }) =>
      call(listSurveys, { query: { conversationId } }, { signal }).then((list) => list.items),
    staleTime: 60_000,
  });
export const rulesQuery = queryOptions({
  queryKey: [...keys.surveys, 'rules'],
  queryFn: ({ signal }) => call(listSurveyRules, undefined, { signal }).then((list) => list.items),
});
export const reportQuery = (filters: ReportFilters) =>
  queryOptions({
    queryKey: [...keys.surveys, 'report', filters],
    queryFn: ({ signal }) => call(readSurveyReport, { query: filters }, { signal }),
    placeholderData: keepPreviousData,
  });
export const answersQuery = (filters: ReportFilters & { mark?: Mark; commented?: 'true' }) =>
  infiniteQueryOptions({
    queryKey: [...keys.surveys, 'list', filters],
    queryFn: ({ signal, pageParam }) =>
      call(listSurveys, { query: { ...filters, cursor: pageParam, limit: 25 } }, { signal }),
    initialPageParam: first,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });

type Counted = Pick<SurveyReport['total'], 'answered' | 'asked' | 'good'>;
/** Share of good ratings among the answered, and of answered among the asked; null while there is nothing. */
export const satisfaction = ({ answered, good }: Counted): number | null =>
  answered === 0 ? null : good / answered;
export const responseRate = ({ answered, asked }: Counted): number | null =>
  asked === 0 ? null : answered / asked;
