import {
  type AgentState,
  acceptWork,
  choosePresence,
  declineWork,
  endWrapUp,
  pullNext,
  pullWork,
  takeOverWork,
  type WorkItem,
} from '@meada/contract/routes/routing';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { codeOf } from '../api/problem.ts';
import { useMe } from '../api/queries.ts';
import { keepChoice } from '../live/choice.ts';
import { useLive } from '../live/provider.tsx';
import { complain, complainOf, say } from '../ui/toast.ts';
import { withoutWork, withWork } from './apply.ts';
import { type MyWork, workQuery } from './queries.ts';

const change = (client: QueryClient, how: (work: MyWork) => MyWork) =>
  client.setQueryData<MyWork>(workQuery.queryKey, (work) => work && how(work));

type Hands = {
  client: QueryClient;
  personId: string;
  /** Shows the conversation of an item, or the task. */
  open: (item: WorkItem) => void;
  /** Tells colleagues' desks. */
  tell: (state: 'available' | 'away') => void;
  t: TFunction<'work'>;
};

/** Taking and letting go of items. */
function handlingOf({ client, personId, open, t }: Hands) {
  const take = (item: WorkItem) => {
    // A hand-over that is accepted is over: what one has by it, if anything, is work of its own.
    change(client, (work) =>
      item.kind === 'hand_over' ? withoutWork(work, item.id) : withWork(work, item, personId),
    );
    open(item);
  };
  /** What stands no longer is somebody else's: said as such, and gone from the screen. */
  const lost = (id: string) => (error: unknown) => {
    if (codeOf(error) !== 'taken' && codeOf(error) !== 'not_found') return complain(error);
    change(client, (work) => withoutWork(work, id));
    complainOf(t('lost.taken'));
  };
  return {
    accept: (item: WorkItem) =>
      call(acceptWork, { params: { id: item.id } }).then((got) => {
        if (got.id !== item.id) change(client, (work) => withoutWork(work, item.id));
        take(got);
      }, lost(item.id)),
    decline: (item: WorkItem, reason = '') =>
      call(declineWork, { params: { id: item.id }, body: { reason } }).then(
        () => void change(client, (work) => withoutWork(work, item.id)),
        lost(item.id),
      ),
    pull: (item: WorkItem) => call(pullWork, { params: { id: item.id } }).then(take, lost(item.id)),
    next: (queueId?: string) =>
      call(pullNext, { body: { queueId } }).then(({ item }) => {
        if (item) take(item);
        else say(t('pull.nothing'));
      }, complain),
    // Nobody is asked for an agent but the one who takes over: who is none may not.
    takeOver: (item: WorkItem) =>
      call(takeOverWork, { params: { id: item.id } }).then(take, (error: unknown) =>
        codeOf(error) === 'not_found' ? complainOf(t('lost.notAgent')) : lost(item.id)(error),
      ),
  };
}

/** How one stands: ready again, here, away and why. */
function standingOf({ client, tell }: Hands) {
  const keep = (agent: AgentState) => change(client, (work) => ({ ...work, agent }));
  return {
    ready: () => call(endWrapUp).then(keep, complain),
    presence: (state: 'available' | 'away', reasonId: string | null = null) => {
      // Colleagues' dots follow what the socket was told; the router and the history what the route was told.
      keepChoice({ state, since: Date.now() });
      tell(state);
      return call(choosePresence, { body: { state, reasonId } }).then(keep, complain);
    },
  };
}

export type WorkActions = ReturnType<typeof useWorkActions>;

/** What an agent does with work; each is said in words when it cannot be. */
export function useWorkActions() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const live = useLive();
  const { personId } = useMe();
  const { t } = useTranslation('work');
  return useMemo(() => {
    const open = (item: WorkItem) => {
      if (item.task) void navigate({ to: '/tasks/$', params: { _splat: `mine/${item.task.id}` } });
      if (!item.conversation) return;
      void navigate({
        to: '/conversations/$conversationId',
        params: { conversationId: item.conversation.id },
        search: (all) => all as never,
      });
    };
    const hands: Hands = {
      ...{ client, personId, open, t },
      tell: (state) => live?.send({ t: 'presence', state }),
    };
    return { open, ...handlingOf(hands), ...standingOf(hands) };
  }, [client, navigate, live, personId, t]);
}
