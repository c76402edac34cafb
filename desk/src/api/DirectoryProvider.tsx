import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import {
  channelsQuery,
  DirectoryContext,
  inboxRefsQuery,
  labelsQuery,
  meQuery,
  peopleQuery,
  teamsQuery,
} from './queries.ts';

const none: never[] = [];

/** Watches the small lists everybody needs and hands them to the whole desk. */
export function DirectoryProvider({ children }: { children: ReactNode }) {
  const me = useSuspenseQuery(meQuery).data;
  const channels = useQuery(channelsQuery).data ?? none;
  const inboxes = useQuery(inboxRefsQuery).data ?? none;
  const people = useQuery(peopleQuery).data ?? none;
  const teams = useQuery(teamsQuery).data ?? none;
  const labels = useQuery(labelsQuery).data ?? none;
  const directory = useMemo(
    () => ({ me, channels, inboxes, people, teams, labels }),
    [me, channels, inboxes, people, teams, labels],
  );
  return <DirectoryContext value={directory}>{children}</DirectoryContext>;
}
