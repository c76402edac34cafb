import { listMessages, type Message, markRead, readConversation } from '@meada/contract/routes/conversations';
import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { pageSizes } from '../../api/first.ts';
import { keys } from '../../api/keys.ts';
import { applyMark } from '../../live/apply.ts';
import { type Thread, withMessages, withPage } from '../../live/thread.ts';
import { moment, newest } from '../../live/told.ts';
import { isTorn, mendThread } from '../../live/torn.ts';
import { complain } from '../../ui/toast.ts';

/** A mark is only worth sending for somebody who really looks; a burst of messages gives one mark (ms). */
const markPause = 400;

const fresh = 5 * 60_000;
const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: keys.conversation(id),
    queryFn: ({ signal }) => call(readConversation, { params: { id } }, { signal }),
    staleTime: fresh,
  });
const threadQuery = (id: string) =>
  queryOptions({
    queryKey: keys.messages(id),
    staleTime: fresh,
    queryFn: async ({ signal, client }): Promise<Thread> => {
      const query = { limit: pageSizes.thread };
      const page: Thread = await call(listMessages, { params: { id }, query }, { signal });
      // Whoever asked once more meanwhile takes their answer for the newest.
      if (signal.aborted || !isTorn(id))
        return withPage(client.getQueryData<Thread>(keys.messages(id)), page);
      mendThread(id);
      return page;
    },
  });

/** Begins to fetch a conversation that is about to be opened: the press comes a tenth of a second before the click. */
export function prefetchThread(client: QueryClient, id: string): void {
  void client.prefetchQuery(conversationQuery(id));
  void client.prefetchQuery(threadQuery(id));
}

let soon: ReturnType<typeof setTimeout> | undefined;
/** Passing over a row is not yet looking at it (ms). */
const restsFor = 80;

/** Begins to fetch a conversation when the pointer or the keyboard stays with it. */
export function prefetchSoon(client: QueryClient, id: string): void {
  clearTimeout(soon);
  soon = setTimeout(() => prefetchThread(client, id), restsFor);
}
export const forgetSoon = (): void => clearTimeout(soon);

/** The conversation with its legs and participants; also found by protocol number. */
export const useConversation = (id: string) => useQuery(conversationQuery(id));

/** The thread: the newest page first, older ones by `older()`; what frames bring is joined without holes. */
export function useThread(id: string) {
  const client = useQueryClient();
  const thread = useQuery(threadQuery(id));
  const [fetching, setFetching] = useState(false);
  const busy = useRef(false);
  const older = useCallback(async () => {
    const now = client.getQueryData<Thread>(keys.messages(id));
    if (busy.current || !now?.hasMore) return;
    busy.current = true;
    setFetching(true);
    try {
      const before = now.items[0]?.seq ?? 1;
      const since = moment();
      const page = (await call(listMessages, {
        params: { id },
        query: { before, limit: pageSizes.thread },
      })) as Thread;
      const items = page.items.map((message) => newest(message, since));
      client.setQueryData<Thread>(
        keys.messages(id),
        (kept) => kept && { ...withMessages(kept, items), hasMore: page.hasMore },
      );
    } catch (error) {
      complain(error);
    } finally {
      busy.current = false;
      setFetching(false);
    }
  }, [client, id]);
  return { thread, older, fetching };
}

/** Asks for the newest messages again when the conversation says there are more than the thread holds. */
export function useCatchUp(id: string, lastSeq: number | undefined, thread: Thread | undefined): void {
  const client = useQueryClient();
  const held = thread?.items.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (lastSeq === undefined || !thread || held >= lastSeq) return;
    const timer = setTimeout(() => void client.invalidateQueries({ queryKey: keys.messages(id) }), 1500);
    return () => clearTimeout(timer);
  }, [client, id, lastSeq, held, thread]);
}

/** Moves the reader's own mark to the newest message while the thread's end is in sight and the window is looked at. */
export function useReadMark(
  id: string,
  facts: { readSeq: number | undefined; newest: Message | undefined; atEnd: boolean },
): void {
  const client = useQueryClient();
  const { readSeq, newest, atEnd } = facts;
  const seq = newest?.seq ?? 0;
  useEffect(() => {
    if (!atEnd || readSeq === undefined || seq <= readSeq || held.has(id)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      timer = setTimeout(() => {
        // Put back, or only listened to, since.
        if (held.has(id)) return;
        applyMark(client, id, seq);
        call(markRead, { params: { id }, body: { seq } }).catch(() => {});
      }, markPause);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [client, id, readSeq, seq, atEnd]);
}

/** Conversations the reader has put back to unread; they stay so until opened again. */
const held = new Set<string>();

/** Marks unread from the last message of the customer on, or leaves the mark where it is for who only listens in. */
export function holdUnread(id: string): void {
  held.add(id);
}
/** Called when the conversation is opened (again). */
export function releaseUnread(id: string): void {
  held.delete(id);
}
