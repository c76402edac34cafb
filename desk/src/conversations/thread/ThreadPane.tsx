import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelsQuery, useMay } from '../../api/queries.ts';
import { useLive, useTopic } from '../../live/provider.tsx';
import { useStore } from '../../live/store.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { useListens } from '../../work/listening/state.ts';
import { CallbackBar } from '../callbacks/CallbackBar.tsx';
import { ElsewhereBar } from '../callbacks/ElsewhereBar.tsx';
import { Composer } from '../composer/Composer.tsx';
import { pendingOf, useOutbox } from '../composer/outbox.ts';
import { Header } from '../header/Header.tsx';
import { DutyBar } from '../public/DutyBar.tsx';
import { selection } from '../regroup/selection.ts';
import screen from '../Screen.module.css';
import { Collision } from './Collision.tsx';
import { Messages } from './Messages.tsx';
import { holdUnread, releaseUnread, useCatchUp, useConversation, useThread } from './useThread.ts';

const ThreadWork = lazy(() =>
  import('../../work/ThreadWork.tsx').then((file) => ({ default: file.ThreadWork })),
);
const ListenBar = lazy(() =>
  import('../../work/listening/ListenBar.tsx').then((file) => ({ default: file.ListenBar })),
);
const SelectionBar = lazy(() =>
  import('../regroup/SelectionBar.tsx').then((file) => ({ default: file.SelectionBar })),
);

/** The middle: head, thread and composer of one conversation. */
export function ThreadPane({ id }: { id: string }) {
  const { t } = useTranslation('conversations');
  const navigate = useNavigate();
  const conversation = useConversation(id);
  const { thread, older, fetching } = useThread(id);
  const pending = pendingOf(useOutbox(), id);
  const listens = useListens(id);
  const mayReply = useMay('conversations.reply') && !listens;
  const live = useLive();
  const marking = useStore(selection)?.conversationId === id;
  const [replyTo, setReplyTo] = useState<string | null>(null);
  useTopic(`conversation:${id}`);
  useCatchUp(id, conversation.data?.lastSeq, thread.data);
  useEffect(() => {
    // Who listens in leaves no trace: no mark, and nobody sees them there.
    if (listens) return holdUnread(id);
    releaseUnread(id);
    live?.send({ t: 'viewing', conversationId: id });
    return () => live?.send({ t: 'viewing', conversationId: null });
  }, [live, id, listens]);
  useEffect(() => {
    // By its protocol number, or after a merge: the address becomes that of where the matter is.
    const real = conversation.data?.mergedIntoId ?? conversation.data?.id;
    if (real && real !== id)
      void navigate({
        to: '/conversations/$conversationId',
        params: { conversationId: real },
        replace: true,
      });
  }, [conversation.data?.id, conversation.data?.mergedIntoId, id, navigate]);
  const answered = useMemo(
    () => thread.data?.items.find((message) => message.id === replyTo),
    [thread.data, replyTo],
  );
  const failed = conversation.error ?? thread.error;
  // What a channel can do decides what one writes in: drawn before it is known, the field would be another one later.
  const channels = useQuery(channelsQuery).isPending;

  if (!conversation.data || !thread.data || channels) {
    return (
      <section className={screen.thread} aria-label={t('thread.label')}>
        {failed ? (
          <ErrorState
            error={failed}
            onRetry={() => void Promise.all([conversation.refetch(), thread.refetch()])}
          />
        ) : (
          <ListLoading rows={7} />
        )}
      </section>
    );
  }
  return (
    <section className={screen.thread} aria-label={t('thread.label')}>
      <Header conversation={conversation.data} />
      <Messages
        key={id}
        conversation={conversation.data}
        thread={thread.data}
        pending={pending}
        fetching={fetching}
        onOlder={older}
        onReply={mayReply ? setReplyTo : undefined}
      />
      <Collision id={id} />
      {mayReply ? <CallbackBar conversationId={conversation.data.id} /> : null}
      {mayReply ? <ElsewhereBar conversation={conversation.data} /> : null}
      {mayReply ? <DutyBar conversation={conversation.data} /> : null}
      {mayReply ? (
        <Suspense fallback={null}>
          <ThreadWork conversation={conversation.data} />
        </Suspense>
      ) : null}
      {listens ? (
        <Suspense fallback={null}>
          <ListenBar conversation={conversation.data} />
        </Suspense>
      ) : null}
      {marking ? (
        <Suspense fallback={null}>
          <SelectionBar conversation={conversation.data} />
        </Suspense>
      ) : mayReply ? (
        <Composer conversation={conversation.data} replyTo={answered} onReplyTo={setReplyTo} />
      ) : null}
    </section>
  );
}
