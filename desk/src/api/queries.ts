import type { ChannelInfo } from '@meada/contract/channels';
import type { Permission } from '@meada/contract/permissions';
import { listCanned } from '@meada/contract/routes/canned';
import { type InboxRef, listChannels, listInboxRefs } from '@meada/contract/routes/inboxes';
import { type Label, listLabels } from '@meada/contract/routes/labels';
import { listPeople, listTeams, type Person, type Team } from '@meada/contract/routes/people';
import { type Me, me } from '@meada/contract/routes/session';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { call } from './call.ts';
import { keys } from './keys.ts';

/** The small lists every screen needs; frames say when they changed, so they never go stale by themselves. */
const lasting = { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY };

export const meQuery = queryOptions({
  ...lasting,
  queryKey: keys.me,
  queryFn: ({ signal }) => call(me, undefined, { signal }),
});
export const channelsQuery = queryOptions({
  ...lasting,
  queryKey: keys.channels,
  queryFn: ({ signal }) => call(listChannels, undefined, { signal }).then((list) => list.items),
});
export const inboxRefsQuery = queryOptions({
  ...lasting,
  queryKey: keys.inboxRefs,
  queryFn: ({ signal }) => call(listInboxRefs, undefined, { signal }).then((list) => list.items),
});
export const peopleQuery = queryOptions({
  ...lasting,
  queryKey: keys.people,
  queryFn: ({ signal }) => call(listPeople, undefined, { signal }).then((list) => list.items),
});
export const teamsQuery = queryOptions({
  ...lasting,
  queryKey: keys.teams,
  queryFn: ({ signal }) => call(listTeams, undefined, { signal }).then((list) => list.items),
});
export const labelsQuery = queryOptions({
  ...lasting,
  queryKey: keys.labels,
  queryFn: ({ signal }) => call(listLabels, undefined, { signal }).then((list) => list.items),
});
export const cannedQuery = queryOptions({
  ...lasting,
  queryKey: keys.canned,
  queryFn: ({ signal }) => call(listCanned, undefined, { signal }).then((list) => list.items),
});

/** What nearly every row and message asks for: watched once, handed down, instead of hundreds of watchers. */
export type Directory = {
  me: Me;
  channels: ChannelInfo[];
  inboxes: InboxRef[];
  people: Person[];
  teams: Team[];
  labels: Label[];
};
export const DirectoryContext = createContext<Directory | null>(null);

function useDirectory(): Directory {
  const directory = useContext(DirectoryContext);
  if (!directory) throw new Error('Outside of the desk: DirectoryProvider is missing.');
  return directory;
}

/** Who is signed in; known before the desk is drawn. */
export const useMe = (): Me => useDirectory().me;

/** Whether the signed-in person may do something; the server decides again. */
export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}

const none: never[] = [];
export const useChannels = () => useDirectory().channels;
export const useInboxRefs = () => useDirectory().inboxes;
export const usePeople = () => useDirectory().people;
export const useTeams = () => useDirectory().teams;
export const useLabels = () => useDirectory().labels;
export const useCanned = () => useQuery(cannedQuery).data ?? none;

/** Manifest facts of a channel by its id; undefined while loading or when the plug-in is gone. */
export const useChannel = (id: string | null) => useChannels().find((channel) => channel.id === id);
