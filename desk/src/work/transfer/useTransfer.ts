import {
  assignConversation,
  type Conversation,
  followConversation,
  sendMessage,
} from '@meada/contract/routes/conversations';
import { releaseWork, type WorkItem } from '@meada/contract/routes/routing';
import { readConversationWork } from '@meada/contract/routes/wallboard';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay, useMe, usePeople, useTeams } from '../../api/queries.ts';
import { withoutWork } from '../apply.ts';
import { agentsQuery, type MyWork, queueNamesQuery, skillsQuery, useMyWork, workQuery } from '../queries.ts';
import { type Target, targetsOf } from './targets.ts';

/** Where the work of a conversation stands, whoever has it. */
export const conversationWorkQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.routing, 'of', id],
    queryFn: ({ signal }) =>
      call(readConversationWork, { params: { id } }, { signal }).then((answer) => answer.item),
    staleTime: 0,
  });

const none: never[] = [];

/** What a conversation can be handed to; `loading` until all of it is known. */
export function useTargets(conversationId: string) {
  const me = useMe();
  const manages = useMay('conversations.manage');
  const people = usePeople();
  const teams = useTeams();
  const mine = useMyWork().items.find((one) => one.conversation?.id === conversationId) ?? null;
  const others = useQuery({ ...conversationWorkQuery(conversationId), enabled: mine === null });
  const agents = useQuery(agentsQuery);
  const queues = useQuery(queueNamesQuery);
  const skills = useQuery(skillsQuery).data ?? none;
  const item = mine ?? others.data ?? null;
  const failed = agents.error ?? queues.error ?? others.error;
  const loading = !failed && (!agents.data || !queues.data || (mine === null && others.isPending));
  const targets = targetsOf({
    item,
    meId: me.personId,
    people,
    agents: agents.data ?? none,
    queues: queues.data ?? none,
    teams,
    skills,
    manages,
  });
  return { item, targets, loading, failed };
}

type Handing = {
  conversation: Conversation;
  item: WorkItem | null;
  target: Target;
  note: string;
  follow: boolean;
};

/** Hands over: through its queue where the work is routed, else by giving the conversation to somebody. */
export function useHandOver() {
  const client = useQueryClient();
  const me = useMe();
  return async ({ conversation, item, target, note, follow }: Handing): Promise<void> => {
    const params = { id: conversation.id };
    // Before it goes: afterwards who handed it over may not see it any more.
    if (follow && !conversation.followerIds.includes(me.personId))
      await call(followConversation, { params, body: { follow: true } });
    const queueId = target.kind === 'queue' ? target.id : target.kind === 'team' ? target.queueId : null;
    if (item && (target.kind === 'agent' || queueId)) {
      const body =
        target.kind === 'agent' ? { agentId: target.id, note } : { queueId: queueId ?? undefined, note };
      await call(releaseWork, { params: { id: item.id }, body });
      client.setQueryData<MyWork>(workQuery.queryKey, (work) => work && withoutWork(work, item.id));
    } else {
      if (note.trim())
        await call(sendMessage, {
          params,
          body: {
            clientId: crypto.randomUUID(),
            internal: true,
            content: { v: 1, kind: 'text', text: note.trim() },
          },
        });
      const body =
        target.kind === 'agent' ? { assigneeId: target.id } : { teamId: target.id, assigneeId: null };
      await call(assignConversation, { params, body });
    }
    void client.invalidateQueries({ queryKey: keys.conversation(conversation.id) });
    void client.invalidateQueries({ queryKey: keys.routing });
  };
}
