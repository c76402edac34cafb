import { listPurposes } from '@meada/contract/routes/customer-consents';
import { listHolds, readPrivacySettings } from '@meada/contract/routes/privacy';
import { listIncidents, readProcessing, readRetention } from '@meada/contract/routes/privacy-register';
import {
  listPrivacyPeople,
  listPrivacyRequests,
  readPrivacyRequest,
} from '@meada/contract/routes/privacy-requests';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

export const privacyKey = keys.privacy;

export const privacySettingsQuery = queryOptions({
  queryKey: [...privacyKey, 'settings'],
  queryFn: ({ signal }) => call(readPrivacySettings, undefined, { signal }),
});
export const requestsQuery = (closed: boolean) =>
  queryOptions({
    queryKey: [...privacyKey, 'requests', closed],
    queryFn: ({ signal }) =>
      call(listPrivacyRequests, { query: { closed: closed ? 'true' : 'false' } }, { signal }).then(
        (one) => one.items,
      ),
  });
/** Who may see to requests. */
export const peopleQuery = queryOptions({
  queryKey: [...privacyKey, 'people'],
  queryFn: ({ signal }) => call(listPrivacyPeople, undefined, { signal }).then((one) => one.items),
  staleTime: 5 * 60_000,
});
export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: [...privacyKey, 'request', id],
    queryFn: ({ signal }) => call(readPrivacyRequest, { params: { id } }, { signal }),
  });
export const purposesQuery = queryOptions({
  queryKey: [...privacyKey, 'purposes'],
  queryFn: ({ signal }) => call(listPurposes, undefined, { signal }).then((one) => one.items),
});
export const holdsQuery = queryOptions({
  queryKey: [...privacyKey, 'holds'],
  queryFn: ({ signal }) => call(listHolds, undefined, { signal }).then((one) => one.items),
});
export const retentionQuery = queryOptions({
  queryKey: [...privacyKey, 'retention'],
  queryFn: ({ signal }) => call(readRetention, undefined, { signal }),
  refetchInterval: (query) => (query.state.data?.runs.some((run) => run.state === 'running') ? 1500 : false),
});
export const processingQuery = queryOptions({
  queryKey: [...privacyKey, 'processing'],
  queryFn: ({ signal }) => call(readProcessing, undefined, { signal }),
});
export const incidentsQuery = queryOptions({
  queryKey: [...privacyKey, 'incidents'],
  queryFn: ({ signal }) => call(listIncidents, undefined, { signal }).then((one) => one.items),
});
