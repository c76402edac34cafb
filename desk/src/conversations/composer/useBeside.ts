import { useCallback, useRef, useState } from 'react';

/** Whom a mail is copied to. */
export type Copied = { value: string; name?: string | undefined };

/** What is chosen beside the words of a draft; absent: nothing was. */
export type Beside = { subject?: string; cc?: Copied[] | null; bcc?: Copied[] };

const keyOf = (place: string) => `meada.draft.beside.${place}`;

function read(place: string): Beside {
  try {
    return (JSON.parse(localStorage.getItem(keyOf(place)) ?? '{}') as Beside | null) ?? {};
  } catch {
    return {};
  }
}

const isEmpty = ({ subject, cc, bcc }: Beside): boolean => !subject && !cc && !bcc?.length;

/**
 * Subject and copies of what is being written, kept in this browser with the words: who looks into another conversation and
 * comes back must not send a mail without the copy that was asked for.
 */
export function useBeside(place: string) {
  const [beside, set] = useState(() => read(place));
  const newest = useRef(beside);
  const put = useCallback(
    (some: Beside) => {
      newest.current = { ...newest.current, ...some };
      if (isEmpty(newest.current)) localStorage.removeItem(keyOf(place));
      else localStorage.setItem(keyOf(place), JSON.stringify(newest.current));
      set(newest.current);
    },
    [place],
  );
  return { beside, put };
}
