import type { Conversation } from '@meada/contract/routes/conversations';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { keys } from '../../api/keys.ts';
import type { Thread } from '../../live/thread.ts';

const keyOf = (id: string) => `meada.begun.${id}`;

type Place = Pick<Conversation, 'id' | 'lastSeq'>;
const newestIn = (client: QueryClient, { id, lastSeq }: Place): number =>
  client.getQueryData<Thread>(keys.messages(id))?.items.at(-1)?.seq ?? lastSeq;

/**
 * Up to which number the writer had seen the thread when they opened the dialog this stands in, or began the words in the
 * composer below it.
 */
export function useSeenAtOpening(conversation: Place): number {
  const client = useQueryClient();
  const [seen] = useState(() => {
    const begun = localStorage.getItem(keyOf(conversation.id));
    return begun === null ? newestIn(client, conversation) : Number(begun);
  });
  return seen;
}

/**
 * Up to which number the writer had seen the thread when they began what they are writing, also over a reload. What a
 * colleague has answered since then may make their words superfluous.
 */
export function useSeen({ id, lastSeq, readSeq }: Conversation, writes: boolean): () => number {
  const client = useQueryClient();
  const begun = useRef<number | null>(null);
  const first = useRef(true);
  const newest = () => newestIn(client, { id, lastSeq });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a beginning and an end count
  useEffect(() => {
    // Begun before the conversation was opened this time: what they had read then.
    const before = first.current ? Number(localStorage.getItem(keyOf(id)) ?? readSeq) : newest();
    first.current = false;
    begun.current = writes ? before : null;
    if (writes) localStorage.setItem(keyOf(id), String(before));
    else localStorage.removeItem(keyOf(id));
  }, [id, writes]);
  return () => begun.current ?? newest();
}
