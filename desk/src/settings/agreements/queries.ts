import { type AgreementReport, listAgreements, readAgreementReport } from '@meada/contract/routes/agreements';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

export const agreementsQuery = queryOptions({
  queryKey: [...keys.settings, 'agreements'],
  queryFn: ({ signal }) => call(listAgreements, undefined, { signal }).then((list) => list.items),
});

export type ReportFilters = {
  from?: string;
  to?: string;
  agreementId?: string;
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
