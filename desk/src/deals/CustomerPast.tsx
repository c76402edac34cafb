import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import customers from '../customers/customers.module.css';
import { Entry } from '../customers/page/Entry.tsx';
import { timelineQuery } from '../customers/queries.ts';
import { useTopic } from '../live/provider.tsx';
import { ListLoading } from '../ui/Loading.tsx';
import { ErrorState } from '../ui/States.tsx';
import { dayOf, useNow } from '../ui/time.ts';
import classes from './deals.module.css';

/** Lines shown at first, and with each press more. */
const step = 6;

/** What happened with the deal's customer on every channel, newest first: the talk behind the money. */
export function CustomerPast({ customerId }: { customerId: string }) {
  const { t, i18n } = useTranslation(['deals', 'customers']);
  const now = useNow();
  const [most, setMost] = useState(step);
  useTopic(`customer:${customerId}`);
  const list = useInfiniteQuery(timelineQuery(customerId));
  const entries = [
    ...new Map((list.data?.pages.flatMap((page) => page.items) ?? []).map((one) => [one.id, one])).values(),
  ];
  const more = () => {
    setMost(most + step);
    if (entries.length < most + 2 * step && list.hasNextPage) void list.fetchNextPage();
  };
  return (
    <section>
      <h3 className={classes.heading}>{t('past')}</h3>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={3} /> : null}
      {list.data && entries.length === 0 ? <p className={classes.soft}>{t('pastNone')}</p> : null}
      {[...Map.groupBy(entries.slice(0, most), ({ at }) => dayOf(at, now, i18n.language))].map(
        ([day, lines]) => (
          <section key={day}>
            <h4 className={customers.day}>{day}</h4>
            <ol className={customers.timeline}>
              {lines.map((entry) => (
                <li key={entry.id}>
                  <Entry entry={entry} />
                </li>
              ))}
            </ol>
          </section>
        ),
      )}
      {entries.length > most || list.hasNextPage ? (
        <Button variant="subtle" size="xs" loading={list.isFetchingNextPage} onClick={more}>
          {t('board.more')}
        </Button>
      ) : null}
    </section>
  );
}
