import { useLocation } from '@tanstack/react-router';
import { type RefObject, useLayoutEffect, useRef } from 'react';

type Facts = { firstSeq: number; hasMore: boolean; fetching: boolean; onOlder: () => void };

/** The number of the message that the address points at (`#message-57`). */
const numberIn = (hash: string): number => Number(/^message-(\d+)$/.exec(hash)?.[1] ?? 0);

/** Goes to the message the address points at, fetching older ones until it is there, and shows for a moment which it is. */
export function useJump(scroller: RefObject<HTMLDivElement | null>, facts: Facts): void {
  const { firstSeq, hasMore, fetching, onOlder } = facts;
  const hash = useLocation({ select: (location) => location.hash });
  const done = useRef('');
  const askedFrom = useRef(0);
  useLayoutEffect(() => {
    const seq = numberIn(hash);
    if (seq === 0 || done.current === hash || fetching) return;
    // Once from each place: what did not come (the connection is gone) is not asked for again and again.
    if (seq < firstSeq && hasMore) {
      if (askedFrom.current !== firstSeq) onOlder();
      askedFrom.current = firstSeq;
      return;
    }
    done.current = hash;
    const row = scroller.current?.querySelector<HTMLElement>(`#message-${seq}`);
    if (!row) return;
    row.scrollIntoView({ block: 'center' });
    row.dataset.found = '';
    row.addEventListener('animationend', () => delete row.dataset.found, { once: true });
  }, [hash, firstSeq, hasMore, fetching, onOlder, scroller]);
}
