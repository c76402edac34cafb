import type { FrameData, ServerFrame } from '@meada/contract/frames';
import type { ResponseOf } from '@meada/contract/route';
import type { Agent, AgentState, Queue, WorkItem } from '@meada/contract/routes/routing';
import type { readConversationWork } from '@meada/contract/routes/wallboard';
import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { applyOver } from '../live/over.ts';
import { agentsQuery, type MyWork, queuesQuery, workQuery } from './queries.ts';

/** Order at the desk: who waits for an answer first, then who is on the line, what goes on, what is paused. */
const rank = { offered: 0, active: 1, paused: 2, waiting: 3 };
const place = (item: WorkItem): number =>
  rank[item.state] * 2 + (item.class === 'deferred' && item.state === 'active' ? 1 : 0);
export const inOrder = (items: readonly WorkItem[]): WorkItem[] =>
  [...items].sort(
    (one, other) => place(one) - place(other) || Date.parse(one.arrivedAt) - Date.parse(other.arrivedAt),
  );

/** What the reader has after an item moved: theirs, changed, or theirs no more. */
export function withWork(work: MyWork, item: WorkItem, meId: string): MyWork {
  const rest = work.items.filter((one) => one.id !== item.id);
  const mine = item.agentId === meId && item.state !== 'waiting';
  if (!mine && rest.length === work.items.length) return work;
  // What was left for one is told when it comes; a later frame of the same item may not carry it.
  const before = work.items.find((one) => one.id === item.id);
  const kept = { ...item, leftDraft: item.leftDraft ?? before?.leftDraft ?? null };
  return { ...work, items: inOrder(mine ? [...rest, kept] : rest) };
}

export const withoutWork = (work: MyWork, id: string): MyWork =>
  work.items.some((one) => one.id === id)
    ? { ...work, items: work.items.filter((one) => one.id !== id) }
    : work;

/** Nobody is asked any more: what was asked is gone, and the work it was about stays. */
export const withoutAsking = (work: MyWork, id: string): MyWork => ({
  ...work,
  items: work.items.flatMap((one) => {
    if (one.handOver?.id !== id) return [one];
    return one.id === id ? [] : [{ ...one, handOver: null }];
  }),
});

type Stands = ResponseOf<typeof readConversationWork>;

/** Of what is asked again behind a burst of frames, at most so often (ms). */
const pause = 700;
const pending = new Map<string, ReturnType<typeof setTimeout>>();
function renewSoon(client: QueryClient, key: readonly unknown[]): void {
  const name = JSON.stringify(key);
  if (pending.has(name)) return;
  pending.set(
    name,
    setTimeout(() => {
      pending.delete(name);
      void client.invalidateQueries({ queryKey: key });
    }, pause),
  );
}

const setCounts = (queues: Queue[], { id, counts }: FrameData['queue']): Queue[] =>
  queues.map((queue) => (queue.id === id ? { ...queue, counts } : queue));
const setAgent = (agents: Agent[], state: AgentState): Agent[] =>
  agents.map((agent) => (agent.personId === state.personId ? { ...agent, ...state } : agent));

type To = { client: QueryClient; meId: string };
const overMine = ({ client }: To, change: (work: MyWork) => MyWork) =>
  applyOver(client, workQuery.queryKey, change);

/** What each frame of routing does to the caches. */
const appliers: { [N in keyof FrameData]?: (to: To, data: FrameData[N]) => void } = {
  work: (to, data) => {
    overMine(to, (work) => withWork(work, data, to.meId));
    renewSoon(to.client, [...keys.work, 'day']);
  },
  'work.gone': (to, data) => {
    overMine(to, (work) => withoutWork(work, data.id));
    renewSoon(to.client, [...keys.work, 'day']);
  },
  hand_over: (to, data) => {
    const { client } = to;
    const stands = [...keys.routing, 'of', data.conversationId];
    if (data.state !== 'asked' && data.state !== 'offered') {
      overMine(to, (work) => withoutAsking(work, data.id));
      client.setQueryData<Stands>(stands, (now) => now && { ...now, handOver: null });
    }
    renewSoon(client, workQuery.queryKey);
    renewSoon(client, stands);
  },
  queue: ({ client }, data) => {
    applyOver<Queue[]>(client, queuesQuery.queryKey, (queues) => setCounts(queues, data));
    renewSoon(client, [...keys.routing, 'items', data.id]);
  },
  agent: (to, data) => {
    applyOver<Agent[]>(to.client, agentsQuery.queryKey, (agents) => setAgent(agents, data));
    if (data.personId === to.meId) overMine(to, (work) => ({ ...work, agent: data }));
  },
  routing: ({ client }) => {
    renewSoon(client, keys.routing);
    renewSoon(client, workQuery.queryKey);
  },
};

/** Puts what a frame says of routing into the caches. */
export function applyWork(client: QueryClient, frame: ServerFrame, meId: string): void {
  if (frame.t !== 'event') return;
  (appliers[frame.name] as ((to: To, data: unknown) => void) | undefined)?.({ client, meId }, frame.data);
}
