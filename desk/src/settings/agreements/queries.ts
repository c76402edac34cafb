import type { Priority } from '@meada/contract/conversations';
import { type AgreementReport, listAgreements, readAgreementReport } from '@meada/contract/routes/agreements';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

export const agreementsQuery = queryOptions({
  queryKey: [...keys.settings, 'agreements'],
  queryFn: ({ signal }) => call(listAgreements, undefined, { signal }).then((list) => list.items),
});

/** The most urgent first. */
export const priorities = ['urgent', 'high', 'normal', 'low'] as const satisfies readonly Priority[];

export type ReportFilters = {
  from?: string;
  to?: string;
  agreementId?: string;
  queueId?: string;
  channel?: string;
  priority?: Priority;
  inboxId?: string;
  teamId?: string;
  personId?: string;
};
export const reportQuery = (filters: ReportFilters) =>
  queryOptions({
    queryKey: ['agreement report', filters],
    queryFn: ({ signal }): Promise<AgreementReport> =>
      call(readAgreementReport, { query: filters }, { signal }),
    placeholderData: keepPreviousData,
  });
