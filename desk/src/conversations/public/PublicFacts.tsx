import type { Message } from '@meada/contract/routes/conversations';
import { IconAd2, IconAt, IconStar, IconStarFilled, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './public.module.css';

/** A rating is told from 0 to 1; people know stars. */
export const starsOf = (rating: number): number => Math.round(Math.min(1, Math.max(0, rating)) * 4) + 1;
const places = [1, 2, 3, 4, 5];

/** Five stars, as many of them full as were given. */
export function Stars({ rating }: { rating: number }) {
  const { t } = useTranslation('conversations');
  const given = starsOf(rating);
  return (
    <span
      className={classes.stars}
      data-low={given < 3 || undefined}
      title={t('public.stars', { stars: given })}
    >
      <span className="visually-hidden">{t('public.stars', { stars: given })}</span>
      {places.map((place) =>
        place <= given ? <IconStarFilled key={place} size={13} /> : <IconStar key={place} size={13} />,
      )}
    </span>
  );
}

/** What came with a message and matters for the answer: which account of ours was addressed, rating, how many will read it, the advertisement it came from. */
export function PublicFacts({ message: { facts } }: { message: Pick<Message, 'facts'> }) {
  const { t, i18n } = useTranslation('conversations');
  const { rating, reach, adId, adHeadline, handle } = facts;
  const addressed = typeof handle === 'string' ? handle : '';
  const title = typeof adHeadline === 'string' ? adHeadline : '';
  const hasAd = title !== '' || adId !== undefined;
  if (typeof rating !== 'number' && typeof reach !== 'number' && !hasAd && !addressed) return null;
  const shown =
    typeof reach === 'number'
      ? new Intl.NumberFormat(i18n.language, { notation: 'compact' }).format(reach)
      : '';
  return (
    <span className={classes.facts}>
      {addressed ? (
        <span>
          <IconAt size={13} aria-hidden /> {t('public.handle', { handle: addressed })}
        </span>
      ) : null}
      {typeof rating === 'number' ? <Stars rating={rating} /> : null}
      {typeof reach === 'number' ? (
        <span>
          <IconUsers size={13} aria-hidden /> {t('public.reach', { count: reach, shown })}
        </span>
      ) : null}
      {hasAd ? (
        <span>
          <IconAd2 size={14} aria-hidden /> {title ? t('public.ad', { title }) : t('public.adUnnamed')}
        </span>
      ) : null}
    </span>
  );
}
