import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Pixels from the end that still count as being there. */
const near = 90;

type Facts = { firstSeq: number; lastKey: string; onOlder: () => void; hasMore: boolean };

/**
 * Scrolling of a thread: begins at the unread line or the end, stays at the end while there, does not move what is
 * being read when older messages come in above or images grow.
 */
export function useScroll(scroller: RefObject<HTMLDivElement | null>, facts: Facts) {
  const { firstSeq, lastKey, onOlder, hasMore } = facts;
  const [atEnd, setAtEnd] = useState(true);
  const stick = useRef(true);
  const before = useRef({ firstSeq: 0, height: 0 });

  const toEnd = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    stick.current = true;
    box.scrollTop = box.scrollHeight;
    setAtEnd(true);
  }, [scroller]);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const first = before.current.firstSeq === 0;
    if (first) {
      const unread = box.querySelector<HTMLElement>('[data-unread-line]');
      if (unread) box.scrollTop = unread.offsetTop - 120;
      else box.scrollTop = box.scrollHeight;
      stick.current = box.scrollHeight - box.scrollTop - box.clientHeight < near;
      setAtEnd(stick.current);
    } else if (firstSeq < before.current.firstSeq) {
      box.scrollTop += box.scrollHeight - before.current.height;
    }
    before.current = { firstSeq, height: box.scrollHeight };
  }, [firstSeq, scroller]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last line is what this waits for
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    if (stick.current) box.scrollTop = box.scrollHeight;
    before.current.height = box.scrollHeight;
  }, [lastKey, scroller]);

  useEffect(() => {
    const box = scroller.current;
    const content = box?.firstElementChild;
    if (!box || !content) return;
    const watch = new ResizeObserver(() => {
      if (stick.current) box.scrollTop = box.scrollHeight;
      before.current.height = box.scrollHeight;
    });
    watch.observe(content);
    watch.observe(box);
    return () => watch.disconnect();
  }, [scroller]);

  const onScroll = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    stick.current = box.scrollHeight - box.scrollTop - box.clientHeight < near;
    setAtEnd(stick.current);
    if (box.scrollTop < 400 && hasMore) onOlder();
  }, [scroller, hasMore, onOlder]);

  return { atEnd, toEnd, onScroll };
}
