import {
  type Duplicate,
  type DuplicateCounts,
  type DuplicateFilter,
  reopenDuplicate,
  settleDuplicate,
} from '@meada/contract/routes/duplicates';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf } from '../../api/problem.ts';
import { client } from '../../app/client.ts';
import { complain, sayWith } from '../../ui/toast.ts';
import type { Choices } from './CompareGrid.tsx';
import { duplicatesQuery } from './queries.ts';

export type Action = 'merge' | 'different' | 'later';
type Done = { id: string; action: Action };

const bodies = {
  different: { action: 'different' as const },
  later: { action: 'later' as const },
};

/** One thing at a time; what failed is told, and a list that somebody else was faster on is read anew. */
function useRun(refetch: () => Promise<unknown>) {
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    try {
      await work();
      void client.invalidateQueries({ queryKey: keys.customers });
      void client.invalidateQueries({ queryKey: keys.openDuplicates });
    } catch (error) {
      complain(error);
      if (codeOf(error) === 'conflict' || codeOf(error) === 'not_found') await refetch();
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}

/** The pair in hand, and where it stood. */
type Hand = { pair: Duplicate; at: number };

/**
 * The pairs of a filter, less those that were settled here; more are fetched before they run out. The list is renewed
 * while it is worked, and the pair in hand stays in hand whatever comes before it; one that somebody else has settled
 * stays on the screen, and says so.
 */
function usePairs(filter: DuplicateFilter, done: readonly Done[]) {
  const list = useInfiniteQuery(duplicatesQuery(filter));
  const [id, setId] = useState<string | null>(null);
  const hand = useRef<Hand | null>(null);
  const settled = new Set(done.map((one) => one.id));
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const once = [...new Map(all.map((one) => [one.id, one])).values()];
  const isWorked = filter === 'open' || filter === 'certain' || filter === 'likely';
  const items = isWorked ? once.filter((one) => !settled.has(one.id)) : once;
  const found = items.findIndex((one) => one.id === id);
  const held = hand.current;
  const gone = found < 0 && held?.pair.id === id && !settled.has(held.pair.id) ? held.pair : null;
  const place = found >= 0 ? found : Math.max(0, Math.min(held?.at ?? 0, items.length - 1));
  const current: Duplicate | undefined = gone ?? items[place];
  if (!gone) hand.current = current ? { pair: current, at: place } : null;
  const currentId = current?.id ?? null;
  useEffect(() => setId(currentId), [currentId]);
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const isShort = hasNextPage && !isFetching && items.length - place < ahead;
  useEffect(() => {
    if (isShort) void fetchNextPage();
  }, [isShort, fetchNextPage]);
  /** Takes another pair into the hand; from one that is gone, the one that stands where it stood. */
  const go = (to: number) => {
    const next = items[Math.max(0, Math.min(items.length - 1, gone && to > place ? place : to))];
    hand.current = null;
    setId(next?.id ?? null);
  };
  return { list, items, place, current, gone: gone !== null, go, take: setId };
}

/** Pairs that are at hand before more are asked for. */
const ahead = 6;

/** Puts a pair back into the queue; answers how many stand where. */
const takeBack = async (id: string): Promise<DuplicateCounts> =>
  (await call(reopenDuplicate, { params: { id } })).counts;

/** What is done with a pair, as it is sent. */
const settleAs = async (id: string, action: Action, merge: { intoId: string; choices: Choices }) => {
  const body = action === 'merge' ? { action, ...merge } : bodies[action];
  return (await call(settleDuplicate, { params: { id }, body })).counts;
};

/** How many stand where, by whatever told it last: the list, or the answer to what was done here. */
function useCounts(told: DuplicateCounts | undefined, toldAt: number) {
  const [own, setOwn] = useState<{ counts: DuplicateCounts; at: number } | null>(null);
  const counts = own && own.at > toldAt ? own.counts : told;
  return {
    counts: counts ?? null,
    setCounts: (fresh: DuplicateCounts) => setOwn({ counts: fresh, at: Date.now() }),
  };
}

/** The queue as it is worked: the pair in hand, what was done since the screen was opened, and the way back. */
export function useQueue(filter: DuplicateFilter) {
  const { t } = useTranslation('duplicates');
  const [done, setDone] = useState<Done[]>([]);
  const pairs = usePairs(filter, done);
  const { list, items, current, place, gone, go, take } = pairs;
  const { counts, setCounts } = useCounts(list.data?.pages[0]?.counts, list.dataUpdatedAt);
  const { busy, run } = useRun(list.refetch);
  // The corner's way back is pressed later: it needs what stands then.
  const now = useRef({ done, run });
  now.current = { done, run };

  const undo = (id?: string) => {
    const last = now.current.done.findLast((one) => id === undefined || one.id === id);
    if (!last) return;
    void now.current.run(async () => {
      const fresh = await takeBack(last.id);
      await list.refetch();
      setCounts(fresh);
      setDone(now.current.done.filter((one) => one.id !== last.id));
      take(last.id);
    });
  };
  const settle = (action: Action, merge: { intoId: string; choices: Choices }) => {
    if (!current || gone) return;
    const { id } = current;
    void run(async () => {
      setCounts(await settleAs(id, action, merge));
      setDone((before) => [...before, { id, action }]);
      void sayWith(t(`said.${action}`), { label: t('undo'), act: () => undo(id) });
    });
  };
  const reopen = (id: string) =>
    run(async () => {
      setCounts(await takeBack(id));
      await list.refetch();
      go(place);
    });
  return { list, items, current, gone, place, busy, done: done.length, counts, go, settle, undo, reopen };
}
