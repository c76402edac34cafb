import type { SegmentGroup } from '@meada/contract/segments';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Face } from '../ui/Face.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { ErrorState } from '../ui/States.tsx';
import { useSettled } from '../ui/time.ts';
import { countQuery, previewQuery } from './queries.ts';
import classes from './segments.module.css';

/** How many meet the conditions as they stand in the editor, and some of them. */
export function Found({ conditions }: { conditions: SegmentGroup }) {
  const { t, i18n } = useTranslation('segments');
  const settled = useSettled(JSON.stringify(conditions), 450);
  const asked = JSON.parse(settled) as SegmentGroup;
  const count = useQuery(countQuery(asked));
  const preview = useQuery(previewQuery(asked));
  const stale = count.isFetching || settled !== JSON.stringify(conditions);
  const shown = new Intl.NumberFormat(i18n.language).format(count.data?.count ?? 0);
  const text = !count.data
    ? '…'
    : count.data.tooLong
      ? t('tooLong')
      : t('count', { count: count.data.count, shown: count.data.more ? `> ${shown}` : shown });
  if (count.error && !count.data) return <ErrorState error={count.error} onRetry={() => count.refetch()} />;
  return (
    <aside className={classes.found} aria-label={t('foundLabel')}>
      <p className={classes.number} data-stale={stale || undefined} aria-live="polite">
        {text}
      </p>
      <ul className={classes.people}>
        {preview.data?.items.map((one) => (
          <li key={one.id}>
            <Link to="/customers/$customerId" params={{ customerId: one.id }} className={classes.person}>
              <Face name={one.name} id={one.id} url={one.avatarUrl} size={28} />
              <span>{one.name ?? one.display}</span>
              <small>
                <RelativeTime at={one.seenAt} />
              </small>
            </Link>
          </li>
        ))}
      </ul>
      {(count.data?.count ?? 0) > (preview.data?.items.length ?? 0) ? (
        <p className={classes.soft}>{t('andMore')}</p>
      ) : null}
    </aside>
  );
}
