import {
  type Duplicate,
  type DuplicateCounts,
  type DuplicateFilter,
  reopenDuplicate,
  settleDuplicate,
} from '@meada/contract/routes/duplicates';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
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

/** The queue as it is worked: the pair in hand, what was done since the screen was opened, and the way back. */
export function useQueue(filter: DuplicateFilter) {
  const { t } = useTranslation('duplicates');
  const list = useInfiniteQuery(duplicatesQuery(filter));
  const [done, setDone] = useState<Done[]>([]);
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [counts, setCounts] = useState<DuplicateCounts | null>(null);
  const gone = new Set(done.map((one) => one.id));
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const items =
    filter === 'open' || filter === 'certain' || filter === 'likely'
      ? all.filter((one) => !gone.has(one.id))
      : all;
  const place = Math.max(0, Math.min(at, items.length - 1));
  const current: Duplicate | undefined = items[place];
  if (list.hasNextPage && !list.isFetchingNextPage && items.length - place < 6) void list.fetchNextPage();

  const undo = async (id?: string) => {
    const last = id ? done.find((one) => one.id === id) : done.at(-1);
    if (!last || busy) return;
    await run(async () => {
      const { counts: fresh } = await call(reopenDuplicate, { params: { id: last.id } });
      setCounts(fresh);
      setDone((now) => now.filter((one) => one !== last));
      setAt(
        all.filter((one) => one.id === last.id || !gone.has(one.id)).findIndex((one) => one.id === last.id),
      );
    });
  };
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
      void client.invalidateQueries({ queryKey: keys.customers });
      void client.invalidateQueries({ queryKey: keys.duplicateSettings });
    } catch (error) {
      complain(error);
      // Somebody else was faster: what is shown is old.
      if (codeOf(error) === 'conflict' || codeOf(error) === 'not_found') await list.refetch();
    } finally {
      setBusy(false);
    }
  };
  const settle = (action: Action, merge: { intoId: string; choices: Choices }) => {
    if (!current || busy) return;
    const { id } = current;
    void run(async () => {
      const body = action === 'merge' ? { action, ...merge } : bodies[action];
      const { counts: fresh } = await call(settleDuplicate, { params: { id }, body });
      setCounts(fresh);
      setDone((now) => [...now, { id, action }]);
      void sayWith(t(`said.${action}`), { label: t('undo'), act: () => void undo(id) });
    });
  };
  return {
    list,
    items,
    current,
    place,
    busy,
    done: done.length,
    counts: counts ?? list.data?.pages[0]?.counts ?? null,
    go: (to: number) => setAt(Math.max(0, Math.min(items.length - 1, to))),
    settle,
    undo,
    /** Takes back what stands in the history. */
    reopen: (id: string) =>
      run(async () => {
        const { counts: fresh } = await call(reopenDuplicate, { params: { id } });
        setCounts(fresh);
        await list.refetch();
      }),
  };
}
