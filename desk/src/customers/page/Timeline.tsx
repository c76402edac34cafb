import { Button, SegmentedControl, Text } from '@mantine/core';
import type { TimelineEntry } from '@meada/contract/routes/timeline';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../settings/kit/Section.tsx';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { dayOf, momentOf, timeOf, useNow } from '../../ui/time.ts';
import classes from '../customers.module.css';
import { timelineQuery } from '../queries.ts';
import { type Filter, filters, inFilter, lookOf } from './events.ts';

/** A day's messages of one conversation are one line, which says how many there were. */
function Counts({ facts }: { facts: TimelineEntry['facts'] }) {
  const { t } = useTranslation('customers');
  const parts = (['fromCustomer', 'fromUs', 'notes'] as const)
    .map((name) => ({ name, count: Number(facts[name] ?? 0) }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => t(`counts.${name}`, { count }));
  return parts.length > 0 ? <div className={classes.soft}>{parts.join(' · ')}</div> : null;
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t, i18n } = useTranslation('customers');
  const { icon: Shape, tone, known } = lookOf(entry.name);
  const title = known ? t(`event.${entry.name.replaceAll('.', '_')}`) : entry.name.replaceAll(/[._]/g, ' ');
  return (
    <li>
      <span className={classes.mark} data-tone={tone} aria-hidden>
        <Shape size={17} stroke={1.7} />
      </span>
      <div className={classes.event}>
        <strong style={{ fontWeight: 600 }}>{title}</strong>
        {entry.conversationId ? (
          <>
            {' '}
            <Link to="/conversations/$conversationId" params={{ conversationId: entry.conversationId }}>
              {entry.subject ?? entry.protocol ?? t('conversations.open')}
            </Link>
          </>
        ) : null}
        {entry.summary ? <blockquote>{entry.summary}</blockquote> : null}
        <Counts facts={entry.facts} />
        <div className={classes.meta}>
          <time dateTime={entry.at} title={momentOf(entry.at, i18n.language)}>
            {timeOf(entry.at, i18n.language)}
          </time>
          {entry.channel ? <ChannelBadge channel={entry.channel} size={14} label /> : null}
          {entry.actor ? <span>{entry.actor}</span> : null}
        </div>
      </div>
    </li>
  );
}

/** Entries under their days, in the order they came. */
function byDay(entries: TimelineEntry[]): TimelineEntry[][] {
  const days: TimelineEntry[][] = [];
  for (const entry of entries) {
    const last = days.at(-1);
    if (last?.[0] && new Date(last[0].at).toDateString() === new Date(entry.at).toDateString())
      last.push(entry);
    else days.push([entry]);
  }
  return days;
}

/** Everything that happened with the customer, newest first. */
export function Timeline({ customerId }: { customerId: string }) {
  const { t, i18n } = useTranslation('customers');
  const now = useNow();
  const [filter, setFilter] = useState<Filter>('all');
  const list = useInfiniteQuery(timelineQuery(customerId));
  const entries = (list.data?.pages.flatMap((page) => page.items) ?? []).filter((entry) =>
    inFilter(entry.name, filter),
  );
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  // A filter that leaves nothing of what is loaded looks further, until it finds something or the end.
  const hungry = list.data !== undefined && entries.length === 0 && hasNextPage && !isFetchingNextPage;
  useEffect(() => {
    if (hungry) void fetchNextPage();
  }, [hungry, fetchNextPage]);
  return (
    <Section
      title={t('timeline.title')}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('timeline.filter')}
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          data={filters.map((one) => ({ value: one, label: t(`timeline.${one}`) }))}
        />
      }
    >
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={4} /> : null}
      {list.data && entries.length === 0 && !hasNextPage ? (
        <Text size="sm" c="dimmed">
          {t('timeline.none')}
        </Text>
      ) : null}
      {byDay(entries).map((day) => (
        <div key={day[0]?.id}>
          <h3 className={classes.day}>{dayOf(day[0]?.at ?? '', now, i18n.language)}</h3>
          <ol className={classes.timeline}>
            {day.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
        </div>
      ))}
      {hasNextPage && entries.length > 0 ? (
        <Button variant="default" onClick={() => fetchNextPage()} loading={isFetchingNextPage}>
          {t('more')}
        </Button>
      ) : null}
    </Section>
  );
}
