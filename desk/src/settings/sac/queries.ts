import { listSacBrands, readSacReport, type SacReport } from '@meada/contract/routes/sac';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

export const sacBrandsQuery = queryOptions({
  queryKey: [...keys.settings, 'sac', 'brands'],
  queryFn: ({ signal }) => call(listSacBrands, undefined, { signal }).then((list) => list.items),
});

export type SacFilters = { from?: string; to?: string; brandId?: string };
export const sacReportQuery = (filters: SacFilters) =>
  queryOptions({
    queryKey: [...keys.settings, 'sac', 'report', filters],
    queryFn: ({ signal }): Promise<SacReport> => call(readSacReport, { query: filters }, { signal }),
    placeholderData: keepPreviousData,
  });
