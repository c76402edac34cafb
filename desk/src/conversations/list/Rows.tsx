import { Loader } from '@mantine/core';
import type { ConversationItem } from '@meada/contract/routes/conversations';
import { useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { lazy, type MouseEvent, Suspense, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListFilters } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import type { ListSearch } from '../../app/search.ts';
import { useStore } from '../../live/store.ts';
import { useShortcuts } from '../../shell/keyboard.ts';
import { bulkRun, clearPicks, pickRange, picks, togglePick } from '../bulk/picks.ts';
import { useDensity } from '../workspace/store.ts';
import classes from './list.module.css';
import { useListed } from './next.ts';
import { Row } from './Row.tsx';
import type { useList } from './useList.ts';

/** Height of a row in pixels, the same for all: live changes can then be kept from moving what is being read. */
const rowHeights = { comfortable: 88, compact: 62 };
/** What stands above the rows (pixels, about). */
const headHeight = 170;
const BulkBar = lazy(() => import('../bulk/BulkBar.tsx').then((file) => ({ default: file.BulkBar })));

type Props = { items: ConversationItem[]; list: ReturnType<typeof useList>; filters: ListFilters };

/** Keeps the row at the top of the window where it is when others come in above it. */
function useSteady(
  items: ConversationItem[],
  scroller: React.RefObject<HTMLDivElement | null>,
  { filters, rowHeight }: { filters: ListFilters; rowHeight: number },
) {
  const anchor = useRef<{ id: string; rest: number; filters: ListFilters } | null>(null);
  useLayoutEffect(() => {
    const box = scroller.current;
    const kept = anchor.current;
    if (!box) return;
    // A new list stands at its top; asking where would make the browser lay out everything at once.
    if (!kept) {
      anchor.current = { id: items[0]?.id ?? '', rest: 0, filters };
      return;
    }
    if (kept.filters !== filters) box.scrollTop = 0;
    else if (box.scrollTop > rowHeight / 2) {
      const now = items.findIndex((item) => item.id === kept.id);
      if (now >= 0) box.scrollTop = now * rowHeight + kept.rest;
    }
    const first = Math.floor(box.scrollTop / rowHeight);
    anchor.current = { id: items[first]?.id ?? '', rest: box.scrollTop - first * rowHeight, filters };
  }, [items, filters, scroller, rowHeight]);
  return () => {
    const box = scroller.current;
    if (!box) return;
    const first = Math.floor(box.scrollTop / rowHeight);
    anchor.current = { id: items[first]?.id ?? '', rest: box.scrollTop - first * rowHeight, filters };
  };
}

/** The virtual list: only what is on the screen is in the page, further pages come when the end is near. */
export function Rows({ items, list, filters }: Props) {
  const { t } = useTranslation('conversations');
  const { conversationId } = useParams({ strict: false });
  const query = useRouterState({ select: (state) => state.location.searchStr });
  const navigate = useNavigate();
  const open = useCallback(
    (id: string) =>
      void navigate({
        to: '/conversations/$conversationId',
        params: { conversationId: id },
        search: (all) => all as ListSearch,
      }),
    [navigate],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = rowHeights[useDensity()];
  const onScroll = useSteady(items, scroller, { filters, rowHeight });
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 6,
    // Rows are drawn with the screen and not after it was measured.
    initialRect: { width: 0, height: window.innerHeight - headHeight },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density is another height
  useLayoutEffect(() => rows.measure(), [rowHeight]);
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (last >= items.length - 12 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, items.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  useListed(items);
  const step = (by: number) => {
    const focused = document.activeElement?.getAttribute('data-conversation') ?? conversationId;
    const from = items.findIndex((item) => item.id === focused);
    const to = Math.min(items.length - 1, Math.max(0, from === -1 ? 0 : from + by));
    rows.scrollToIndex(to);
    requestAnimationFrame(() => {
      scroller.current
        ?.querySelector<HTMLElement>(`[data-conversation="${items[to]?.id}"]`)
        ?.focus({ preventScroll: true });
    });
  };
  const mayReply = useMay('conversations.reply');
  const picked = useStore(picks);
  const running = useStore(bulkRun) !== null;
  // What is picked is of one list: another one begins without.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters are another list
  useEffect(() => clearPicks, [filters]);
  const pick = () => {
    const id = document.activeElement?.getAttribute('data-conversation') ?? conversationId;
    if (mayReply && id && items.some((item) => item.id === id)) togglePick(id);
  };
  const pickBy = (event: MouseEvent, id: string) => {
    if (!mayReply || !event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const all = items.map((item) => item.id);
    pickRange(all, id);
  };
  useShortcuts({ j: () => step(1), k: () => step(-1), x: pick });

  return (
    <>
      {picked.ids.size > 0 || running ? (
        <Suspense fallback={null}>
          <BulkBar items={items} hasMore={hasNextPage} />
        </Suspense>
      ) : null}
      <section
        ref={scroller}
        className={classes.rows}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t('list.title')}
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {shown.map((row) => {
            const item = items[row.index];
            if (!item) return null;
            return (
              <div
                key={row.key}
                className={classes.slot}
                style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
                data-picking={picked.ids.size > 0 || undefined}
                onClickCapture={(event) => pickBy(event, item.id)}
              >
                <Row item={item} active={item.id === conversationId} query={query} onOpen={open} />
                {mayReply ? (
                  <input
                    type="checkbox"
                    className={classes.pick}
                    tabIndex={-1}
                    aria-label={t('list.pick', { name: item.customer.name ?? item.customer.display })}
                    checked={picked.ids.has(item.id)}
                    onChange={(event) => {
                      togglePick(item.id);
                      // The keys go on from this row: a box has them for itself.
                      event.currentTarget.parentElement?.querySelector('a')?.focus({ preventScroll: true });
                    }}
                  />
                ) : null}
              </div>
            );
          })}
        </div>
        {isFetchingNextPage ? (
          <Loader size="sm" className={classes.more} aria-label={t('common:loading')} />
        ) : null}
      </section>
    </>
  );
}
