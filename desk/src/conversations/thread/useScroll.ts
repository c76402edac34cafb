import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Pixels from the end that still count as being there. */
const near = 90;
/** Pixels from the beginning at which older messages are asked for. */
const fetchAt = 400;

type Facts = { firstSeq: number; lastKey: string; onOlder: () => void; hasMore: boolean };

/** Whether the end is in sight. */
const isAtEnd = (box: HTMLElement) => box.scrollHeight - box.scrollTop - box.clientHeight < near;

/** Goes to where reading begins, at the unread line, else at the end; true when the end is in sight. */
function begin(box: HTMLElement): boolean {
  const unread = box.querySelector<HTMLElement>('[data-unread-line]');
  box.scrollTop = unread ? unread.offsetTop - 120 : box.scrollHeight;
  return isAtEnd(box);
}

/** Calls back when the box or what it holds changes its size (a picture has come). */
function watchSize(box: HTMLElement | null, changed: (box: HTMLElement) => void): (() => void) | undefined {
  if (!box?.firstElementChild) return undefined;
  const watch = new ResizeObserver(() => changed(box));
  watch.observe(box.firstElementChild);
  watch.observe(box);
  return () => watch.disconnect();
}

/**
 * Scrolling of a thread: begins at the unread line or the end, stays at the end while there, does not move what is
 * being read when older messages come in above or images grow.
 */
export function useScroll(
  scroller: RefObject<HTMLDivElement | null>,
  { firstSeq, lastKey, onOlder, hasMore }: Facts,
) {
  const [atEnd, setAtEnd] = useState(true);
  const stick = useRef(true);
  const before = useRef({ firstSeq: 0, height: 0 });

  const settle = useCallback((box: HTMLElement) => {
    if (stick.current) box.scrollTop = box.scrollHeight;
    before.current.height = box.scrollHeight;
  }, []);
  const toEnd = useCallback(() => {
    stick.current = true;
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior: 'instant' });
    setAtEnd(true);
  }, [scroller]);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    if (before.current.firstSeq === 0) {
      stick.current = begin(box);
      setAtEnd(stick.current);
    } else if (firstSeq < before.current.firstSeq) {
      box.scrollTop += box.scrollHeight - before.current.height;
    }
    before.current = { firstSeq, height: box.scrollHeight };
  }, [firstSeq, scroller]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last line is what this waits for
  useLayoutEffect(() => {
    if (scroller.current) settle(scroller.current);
  }, [lastKey, scroller, settle]);

  useEffect(() => watchSize(scroller.current, settle), [scroller, settle]);

  const onScroll = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    stick.current = isAtEnd(box);
    setAtEnd(stick.current);
    if (box.scrollTop < fetchAt && hasMore) onOlder();
  }, [scroller, hasMore, onOlder]);

  return { atEnd, toEnd, onScroll };
}
