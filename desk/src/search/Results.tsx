import { Button, Loader } from '@mantine/core';
import { IconMessageSearch, IconZoomExclamation } from '@tabler/icons-react';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../ui/States.tsx';
import { chosenOf, type SearchAddress, withoutFilters } from './address.ts';
import { Hit } from './Hit.tsx';
import { lettersFrom, searchQuery } from './queries.ts';
import { Records } from './Records.tsx';
import classes from './search.module.css';

type Props = { address: SearchAddress; change: (address: SearchAddress) => void };

/** Nothing typed yet: what can be looked for, and how. */
function Tips() {
  const { t } = useTranslation('search');
  const tips = ['words', 'phrase', 'without', 'number', 'slips'] as const;
  return (
    <EmptyState icon={IconMessageSearch} title={t('begin')}>
      <dl className={classes.tips}>
        {tips.map((tip) => (
          <div key={tip}>
            <dt>
              <code>{t(`tip.${tip}`)}</code>
            </dt>
            <dd>{t(`tip.${tip}Text`)}</dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  );
}

function Nothing({ address, change }: Props) {
  const { t } = useTranslation('search');
  const narrowed = chosenOf(address) > 0;
  return (
    <EmptyState
      icon={IconZoomExclamation}
      title={t('nothing', { words: address.q })}
      text={t(narrowed ? 'nothingFiltered' : 'nothingText')}
    >
      {narrowed ? (
        <Button variant="light" onClick={() => change(withoutFilters(address))}>
          {t('clearFilters')}
        </Button>
      ) : null}
    </EmptyState>
  );
}

/** The end of the list comes into sight: further back. */
function useMore(end: RefObject<HTMLElement | null>, list: UseInfiniteQueryResult): void {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (!end.current || !hasNextPage || isFetchingNextPage) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && void fetchNextPage(), {
      rootMargin: '600px',
    });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [end, hasNextPage, isFetchingNextPage, fetchNextPage]);
}

/** What was found, the latest first. */
export function Results({ address, change }: Props) {
  const { t } = useTranslation('search');
  const list = useInfiniteQuery(searchQuery(address));
  const end = useRef<HTMLDivElement>(null);
  useMore(end, list as UseInfiniteQueryResult);
  if ((address.q?.trim().length ?? 0) < lettersFrom) return <Tips />;
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) return <ListLoading rows={8} />;
  const items = list.data.pages.flatMap((page) => page.items);
  const meant = list.data.pages[0]?.meant ?? [];
  return (
    <div
      className={classes.rows}
      aria-busy={list.isPlaceholderData}
      data-stale={list.isPlaceholderData || undefined}
    >
      <Records address={address} />
      <p className={classes.count} role="status">
        {meant.length > 0
          ? meant
              .map(({ typed, words }) =>
                t('meant', { typed, words: words.map((word) => `“${word}”`).join(', ') }),
              )
              .join(' ')
          : items.length > 0
            ? t(list.hasNextPage ? 'countMore' : 'count', { count: items.length })
            : ''}
      </p>
      {items.length === 0 && !list.hasNextPage ? (
        <div className={classes.nothing}>
          <Nothing address={address} change={change} />
        </div>
      ) : null}
      <ul aria-label={t('title')}>
        {items.map((hit) => (
          <li key={hit.messageId}>
            <Hit hit={hit} />
          </li>
        ))}
      </ul>
      <div ref={end} className={classes.end}>
        {list.isFetchingNextPage ? <Loader size="sm" aria-label={t('common:loading')} /> : null}
      </div>
    </div>
  );
}
