import { readTimeline } from '@meada/contract/routes/timeline';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useTitles } from '../../customers/page/title.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ErrorLine } from '../../ui/States.tsx';
import classes from './panel.module.css';

/** Everything that happened with this customer, newest first, as far as the reader may see it. */
export function Timeline({ customerId }: { customerId: string }) {
  const { t } = useTranslation('conversations');
  const titleOf = useTitles();
  const timeline = useInfiniteQuery({
    queryKey: keys.timeline(customerId),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      call(readTimeline, { params: { id: customerId }, query: { cursor: pageParam, limit: 20 } }, { signal }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const entries = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  if (timeline.error && !timeline.data)
    return <ErrorLine error={timeline.error} onRetry={timeline.refetch} />;
  if (entries.length === 0) return null;
  return (
    <>
      <ol className={classes.timeline}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <b>{titleOf(entry)}</b>
            {entry.conversationId ? (
              <Link to="/conversations/$conversationId" params={{ conversationId: entry.conversationId }}>
                {entry.subject ?? entry.protocol ?? entry.summary}
              </Link>
            ) : (
              <span>{entry.summary}</span>
            )}
            <small>
              <RelativeTime at={entry.at} />
              {entry.actor ? ` · ${entry.actor}` : ''}
            </small>
          </li>
        ))}
      </ol>
      {timeline.hasNextPage ? (
        <button type="button" className={classes.more} onClick={() => void timeline.fetchNextPage()}>
          {t('panel.more')}
        </button>
      ) : null}
    </>
  );
}
