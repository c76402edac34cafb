import {
  type AgentState,
  listAgents,
  listAwayReasons,
  listQueueItems,
  listQueueNames,
  listQueues,
  listSkills,
  type Queue,
  readTimes,
  readWork,
  type WorkItem,
} from '@meada/contract/routes/routing';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';

/** What the caller has; frames keep it fresh (`apply.ts`). */
export type MyWork = { agent: AgentState | null; items: WorkItem[] };

export const workQuery = queryOptions({
  queryKey: keys.work,
  queryFn: ({ signal }): Promise<MyWork> => call(readWork, undefined, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
export const queuesQuery = queryOptions({
  queryKey: [...keys.routing, 'queues'],
  queryFn: ({ signal }) => call(listQueues, undefined, { signal }).then((list) => list.items),
  staleTime: 30_000,
});
/** How many wait in the queues an agent takes from by hand. */
export const waitingFor = ({ queueIds }: AgentState, queues: readonly Queue[]): number =>
  queues
    .filter((queue) => queue.settings.mode === 'pull' && queueIds.includes(queue.id))
    .reduce((sum, queue) => sum + queue.counts.waiting, 0);
export const queueNamesQuery = queryOptions({
  queryKey: [...keys.routing, 'names'],
  queryFn: ({ signal }) => call(listQueueNames, undefined, { signal }).then((list) => list.items),
  staleTime: Number.POSITIVE_INFINITY,
});
export const agentsQuery = queryOptions({
  queryKey: [...keys.routing, 'agents'],
  queryFn: ({ signal }) => call(listAgents, undefined, { signal }).then((list) => list.items),
  staleTime: 15_000,
});
export const skillsQuery = queryOptions({
  queryKey: [...keys.routing, 'skills'],
  queryFn: ({ signal }) => call(listSkills, undefined, { signal }).then((list) => list.items),
  staleTime: Number.POSITIVE_INFINITY,
});
export const reasonsQuery = queryOptions({
  queryKey: [...keys.routing, 'reasons'],
  queryFn: ({ signal }) => call(listAwayReasons, undefined, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
export const itemsQuery = (queueId: string) =>
  queryOptions({
    queryKey: [...keys.routing, 'items', queueId],
    queryFn: ({ signal }) =>
      call(listQueueItems, { params: { id: queueId }, query: { state: 'waiting', limit: 50 } }, { signal }),
    staleTime: 5_000,
  });

/** The reader's own day so far, from midnight where the browser is. */
export const dayQuery = () => {
  const from = new Date();
  from.setHours(0, 0, 0, 0);
  return queryOptions({
    queryKey: [...keys.work, 'day', from.toISOString()],
    queryFn: ({ signal }) =>
      call(readTimes, { query: { from: from.toISOString(), to: new Date().toISOString() } }, { signal }),
    staleTime: 20_000,
  });
};

const nothing: MyWork = { agent: null, items: [] };
/** What the reader has; nothing while it is on its way. */
export const useMyWork = (): MyWork => useQuery(workQuery).data ?? nothing;
