import { useCallback, useEffect, useRef } from 'react';
import type { Live } from '../../live/socket.ts';

/** While somebody goes on writing the mark is renewed this often; it falls this long after the last key (ms). */
const pace = { renew: 3000, fall: 4000 };

/** Tells colleagues and (where the channel shows it) the customer that one is writing. */
export function useTypingMark(live: Live | null, conversationId: string): (on: boolean) => void {
  const sentAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const mark = useCallback(
    (on: boolean) => {
      clearTimeout(timer.current);
      if (on) timer.current = setTimeout(() => mark(false), pace.fall);
      const due = on ? Date.now() - sentAt.current > pace.renew : sentAt.current > 0;
      if (!due) return;
      sentAt.current = on ? Date.now() : 0;
      live?.send({ t: 'typing', conversationId, on });
    },
    [live, conversationId],
  );
  useEffect(() => () => mark(false), [mark]);
  return mark;
}
