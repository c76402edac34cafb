import {
  type Duplicate,
  type DuplicateCounts,
  type DuplicateFilter,
  reopenDuplicate,
  settleDuplicate,
} from '@meada/contract/routes/duplicates';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
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
      void client.invalidateQueries({ queryKey: keys.duplicateSettings });
    } catch (error) {
      complain(error);
      if (codeOf(error) === 'conflict' || codeOf(error) === 'not_found') await refetch();
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}

/** The pairs of a filter, less those that were settled since; more are fetched before they run out. */
function usePairs(filter: DuplicateFilter, done: readonly Done[]) {
  const list = useInfiniteQuery(duplicatesQuery(filter));
  const [at, setAt] = useState(0);
  const gone = new Set(done.map((one) => one.id));
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isWorked = filter === 'open' || filter === 'certain' || filter === 'likely';
  const items = isWorked ? all.filter((one) => !gone.has(one.id)) : all;
  const place = Math.max(0, Math.min(at, items.length - 1));
  const current: Duplicate | undefined = items[place];
  if (list.hasNextPage && !list.isFetchingNextPage && items.length - place < ahead) void list.fetchNextPage();
  return { list, all, items, place, current, setAt };
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

/** The queue as it is worked: the pair in hand, what was done since the screen was opened, and the way back. */
export function useQueue(filter: DuplicateFilter) {
  const { t } = useTranslation('duplicates');
  const [done, setDone] = useState<Done[]>([]);
  const [counts, setCounts] = useState<DuplicateCounts | null>(null);
  const { list, all, items, place, current, setAt } = usePairs(filter, done);
  const { busy, run } = useRun(list.refetch);
  // The corner's way back is pressed later: it needs what stands then.
  const now = useRef({ done, all, run });
  now.current = { done, all, run };

  const undo = (id?: string) => {
    const last = now.current.done.findLast((one) => id === undefined || one.id === id);
    if (!last) return;
    void now.current.run(async () => {
      setCounts(await takeBack(last.id));
      const rest = now.current.done.filter((one) => one.id !== last.id);
      const shown = now.current.all.filter((pair) => !rest.some((one) => one.id === pair.id));
      setDone(rest);
      setAt(shown.findIndex((pair) => pair.id === last.id));
    });
  };
  const settle = (action: Action, merge: { intoId: string; choices: Choices }) => {
    if (!current) return;
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
    });
  const go = (to: number) => setAt(Math.max(0, Math.min(items.length - 1, to)));
  return {
    list,
    items,
    current,
    place,
    busy,
    done: done.length,
    counts: counts ?? list.data?.pages[0]?.counts ?? null,
    go,
    settle,
    undo,
    reopen,
  };
}
