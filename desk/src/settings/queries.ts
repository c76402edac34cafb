import { listBrands } from '@meada/contract/routes/brands';
import { listInboxes, readInbox } from '@meada/contract/routes/inboxes';
import { listInvitations, listKeys, listRoles, readOrganisation } from '@meada/contract/routes/people';
import { listSessions } from '@meada/contract/routes/session';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { client } from '../app/client.ts';

/** What the settings pages ask for. Keys begin with the desk's own, so that frames refresh them. */
export const inboxesQuery = queryOptions({
  queryKey: [...keys.inboxes, 'list'],
  queryFn: ({ signal }) => call(listInboxes, undefined, { signal }).then((list) => list.items),
  staleTime: 10_000,
});
export const inboxQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.inboxes, 'one', id],
    queryFn: ({ signal }) => call(readInbox, { params: { id } }, { signal }),
    staleTime: 5_000,
  });
export const brandsQuery = queryOptions({
  queryKey: keys.brands,
  queryFn: ({ signal }) => call(listBrands, undefined, { signal }).then((list) => list.items),
});
export const invitationsQuery = queryOptions({
  queryKey: [...keys.people, 'invitations'],
  queryFn: ({ signal }) => call(listInvitations, undefined, { signal }).then((list) => list.items),
});
export const rolesQuery = queryOptions({
  queryKey: [...keys.settings, 'roles'],
  queryFn: ({ signal }) => call(listRoles, undefined, { signal }).then((list) => list.items),
});
export const organisationQuery = queryOptions({
  queryKey: [...keys.settings, 'organisation'],
  queryFn: ({ signal }) => call(readOrganisation, undefined, { signal }),
});
export const apiKeysQuery = queryOptions({
  queryKey: [...keys.settings, 'keys'],
  queryFn: ({ signal }) => call(listKeys, undefined, { signal }).then((list) => list.items),
});
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => call(listSessions, undefined, { signal }).then((list) => list.items),
  staleTime: 0,
});
export const useBrands = () => useQuery(brandsQuery).data ?? [];

/** Asks again for everything under the keys; resolves when it has come. */
export const refresh = (...list: (readonly unknown[])[]): Promise<unknown> =>
  Promise.all(list.map((queryKey) => client.invalidateQueries({ queryKey })));
