import { Button, Text } from '@mantine/core';
import type { TimelineEntry } from '@meada/contract/routes/timeline';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../settings/kit/Section.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { dayOf, useNow } from '../../ui/time.ts';
import classes from '../customers.module.css';
import { type TimelineFilters, timelineQuery } from '../queries.ts';
import { Entry } from './Entry.tsx';
import { Filters } from './TimelineFilters.tsx';
import own from './timeline.module.css';

/** Height of a line before it is measured. */
const usualHeight = 84;

/** Whether a line is the first of its day. */
const beginsDay = (entries: readonly TimelineEntry[], at: number): boolean =>
  new Date(entries[at]?.at ?? '').toDateString() !== new Date(entries[at - 1]?.at ?? '').toDateString();

type LinesProps = { entries: readonly TimelineEntry[]; more: boolean; onMore(): void };

/** Only the lines in sight are drawn; arrows go from line to line, Enter opens the conversation. */
function Lines({ entries, more, onMore }: LinesProps) {
  const { t, i18n } = useTranslation('customers');
  const now = useNow();
  const box = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(-1);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => box.current,
    estimateSize: () => usualHeight,
    overscan: 8,
    getItemKey: (index) => entries[index]?.id ?? index,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= entries.length - 10) onMore();
  }, [more, last, entries.length, onMore]);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = moves[event.key];
    const to = { Home: 0, End: entries.length - 1 }[event.key];
    if (step === undefined && to === undefined) {
      const link = box.current?.querySelector<HTMLAnchorElement>('[data-current] a');
      if (event.key === 'Enter' && event.target === box.current) link?.click();
      return;
    }
    event.preventDefault();
    const next = to ?? Math.min(entries.length - 1, Math.max(0, current + (step ?? 0)));
    setCurrent(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  return (
    <section
      ref={box}
      className={own.box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reached by keyboard
      tabIndex={0}
      aria-label={t('timeline.title')}
      onKeyDown={onKeyDown}
    >
      <ol className={own.rows} style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ key, index, start }) => {
          const entry = entries[index];
          return entry ? (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              data-current={index === current || undefined}
              className={own.row}
              style={{ transform: `translateY(${start}px)` }}
            >
              {beginsDay(entries, index) ? (
                <h3 className={classes.day}>{dayOf(entry.at, now, i18n.language)}</h3>
              ) : null}
              <div className={own.line}>
                <Entry entry={entry} />
              </div>
            </li>
          ) : null;
        })}
      </ol>
    </section>
  );
}

/** Everything that happened with the customer, newest first. */
export function Timeline({ customerId }: { customerId: string }) {
  const { t } = useTranslation(['customers', 'record']);
  const [filters, setFilters] = useState<TimelineFilters>({});
  const list = useInfiniteQuery(timelineQuery(customerId, filters));
  // A line that grew moves to the front: pages read before hold it once more.
  const entries = [
    ...new Map((list.data?.pages.flatMap((page) => page.items) ?? []).map((one) => [one.id, one])).values(),
  ];
  const isNarrowed = Object.values(filters).some((value) => value !== undefined);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  return (
    <Section title={t('timeline.title')}>
      <Filters customerId={customerId} filters={filters} onChange={setFilters} />
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={4} /> : null}
      {list.data && entries.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t(isNarrowed ? 'record:timeline.nothingThere' : 'timeline.none')}{' '}
          {isNarrowed ? (
            <Button size="compact-sm" variant="subtle" onClick={() => setFilters({})}>
              {t('record:timeline.clear')}
            </Button>
          ) : null}
        </Text>
      ) : null}
      {entries.length > 0 ? (
        <Lines
          key={JSON.stringify(filters)}
          entries={entries}
          more={hasNextPage && !isFetchingNextPage}
          onMore={fetchNextPage}
        />
      ) : null}
    </Section>
  );
}
