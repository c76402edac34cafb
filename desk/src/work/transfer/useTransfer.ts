import {
  assignConversation,
  type Conversation,
  followConversation,
} from '@meada/contract/routes/conversations';
import { askHandOver } from '@meada/contract/routes/hand-over';
import { releaseWork, type WorkItem } from '@meada/contract/routes/routing';
import { readConversationWork, readQueueWaits } from '@meada/contract/routes/wallboard';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay, useMe, usePeople, useTeams } from '../../api/queries.ts';
import { withoutWork } from '../apply.ts';
import { agentsQuery, type MyWork, queueNamesQuery, skillsQuery, useMyWork, workQuery } from '../queries.ts';
import { queueOf, type Target, targetsOf } from './targets.ts';

/** Where the work of a conversation stands, whoever has it. */
export const conversationWorkQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.routing, 'of', id],
    queryFn: ({ signal }) => call(readConversationWork, { params: { id } }, { signal }),
    staleTime: 0,
  });
const waitsQuery = queryOptions({
  queryKey: [...keys.routing, 'waits'],
  queryFn: ({ signal }) => call(readQueueWaits, undefined, { signal }).then(({ items }) => items),
  staleTime: 5_000,
});

const none: never[] = [];

/** What a conversation can be handed to; `loading` until all of it is known. */
export function useTargets(conversationId: string) {
  const { t } = useTranslation('handover');
  const me = useMe();
  const manages = useMay('conversations.manage');
  const people = usePeople();
  const teams = useTeams();
  const mine = useMyWork().items.find((one) => one.conversation?.id === conversationId) ?? null;
  const stands = useQuery(conversationWorkQuery(conversationId));
  // What a queue's wait is may come later than the list.
  const waits = useQuery(waitsQuery).data;
  const agents = useQuery(agentsQuery);
  const queues = useQuery(queueNamesQuery);
  const skills = useQuery(skillsQuery).data ?? none;
  const item = mine?.kind === 'hand_over' ? (stands.data?.item ?? null) : (mine ?? stands.data?.item ?? null);
  const failed = agents.error ?? queues.error ?? stands.error;
  const loading = !failed && (!agents.data || !queues.data || stands.isPending);
  const targets = targetsOf({
    item,
    meId: me.personId,
    people,
    agents: agents.data ?? none,
    queues: queues.data ?? none,
    teams,
    skills,
    manages,
    waits,
    lastAgentId: stands.data?.lastAgentId,
    channel: t('channel.name'),
  });
  const again = () => {
    for (const one of [agents, queues, stands]) if (one.error) void one.refetch();
  };
  return { item, targets, loading, failed, again, asked: stands.data?.handOver ?? null };
}

type Handing = {
  conversation: Conversation;
  item: WorkItem | null;
  target: Target;
  note: string;
  follow: boolean;
  /** Somebody is asked first: it stays until they accept, and the customer may be told who goes on. */
  ask: boolean;
  introduce: boolean;
};

/** Hands over: through its queue where the work is routed, else by giving the conversation to somebody. */
export function useHandOver() {
  const client = useQueryClient();
  const me = useMe();
  return async ({ conversation, item, target, note, follow, ask, introduce }: Handing): Promise<void> => {
    const params = { id: conversation.id };
    const queueId = queueOf(target);
    if (ask) {
      const to = target.kind === 'agent' ? { agentId: target.id } : { queueId: queueId ?? undefined };
      await call(askHandOver, { params, body: { ...to, note, introduce } });
      void client.invalidateQueries({ queryKey: keys.routing });
      void client.invalidateQueries({ queryKey: workQuery.queryKey });
      return;
    }
    // Before it goes: afterwards who handed it over may not see it any more.
    if (follow && !conversation.followerIds.includes(me.personId))
      await call(followConversation, { params, body: { follow: true } });
    if (item && (target.kind === 'agent' || queueId)) {
      const body =
        target.kind === 'agent' ? { agentId: target.id, note } : { queueId: queueId ?? undefined, note };
      await call(releaseWork, { params: { id: item.id }, body });
      client.setQueryData<MyWork>(workQuery.queryKey, (work) => work && withoutWork(work, item.id));
    } else {
      const to =
        target.kind === 'agent' ? { assigneeId: target.id } : { teamId: target.id, assigneeId: null };
      await call(assignConversation, { params, body: { ...to, note } });
    }
    void client.invalidateQueries({ queryKey: keys.conversation(conversation.id) });
    void client.invalidateQueries({ queryKey: keys.routing });
  };
}
