import type { CannedReply } from '@meada/contract/routes/canned';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { cannedQuery } from '../../api/queries.ts';
import { cannedFor } from '../canned/match.ts';
import { slash } from '../canned/usePick.ts';

const none: CannedReply[] = [];
const CannedMenu = lazy(() =>
  import('../canned/CannedMenu.tsx').then((file) => ({ default: file.CannedMenu })),
);

export type CannedMatch = ReturnType<typeof useCannedMatch>;

/** Canned replies that fit the `/word` at the end of the text. */
export function useCannedMatch(text: string) {
  const { data: all = none, isPending } = useQuery(cannedQuery);
  const [index, setIndex] = useState(0);
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const word = slash.exec(text)?.[1];
  const list = useMemo(() => (word === undefined ? none : cannedFor(all, word)), [all, word]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another word begins at the first again
  useEffect(() => setIndex(0), [word]);
  return {
    list: closedAt === text ? none : list,
    /** What is offered is on its way: whoever presses Enter means it, and not to send `/word` to the customer. */
    coming: word !== undefined && isPending,
    index: Math.min(index, Math.max(0, list.length - 1)),
    move: (by: number) => setIndex((now) => (now + by + list.length) % list.length),
    close: () => setClosedAt(text),
  };
}

type Props = {
  match: CannedMatch;
  conversationId: string;
  channel: string | null;
  onPick: (reply: CannedReply) => void;
};

/** The offered replies, above the field; how they look comes with the first "/". */
export function CannedList(props: Props) {
  if (props.match.list.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <CannedMenu {...props} />
    </Suspense>
  );
}
