import type { Conversation } from '@meada/contract/routes/conversations';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { keys } from '../../api/keys.ts';
import type { Thread } from '../../live/thread.ts';

const keyOf = (id: string) => `meada.begun.${id}`;

/**
 * Up to which number the writer had seen the thread when they began what they are writing, also over a reload. What a
 * colleague has answered since then may make their words superfluous.
 */
export function useSeen({ id, lastSeq, readSeq }: Conversation, writes: boolean): () => number {
  const client = useQueryClient();
  const begun = useRef<number | null>(null);
  const first = useRef(true);
  const newest = () => client.getQueryData<Thread>(keys.messages(id))?.items.at(-1)?.seq ?? lastSeq;
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
