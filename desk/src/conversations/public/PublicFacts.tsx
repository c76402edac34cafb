import type { Message } from '@meada/contract/routes/conversations';
import { IconAd2, IconAt, IconShoppingBag, IconStar, IconStarFilled, IconUsers } from '@tabler/icons-react';
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

/** Words that begin with the stars themselves (a review, as the list shows it) need no second row of them. */
const saysStars = (content: Message['content']): boolean =>
  'text' in content && /^[★☆]{5}/.test(content.text ?? '');

/** What came with a message and matters for the answer: which account of ours was addressed, rating, how many will read it, the advertisement it came from. */
export function PublicFacts({
  message: { facts, content },
}: {
  message: Pick<Message, 'facts' | 'content'>;
}) {
  const { t, i18n } = useTranslation('conversations');
  const { reach, adId, adHeadline, adUrl, adClick, handle, product } = facts;
  const rating = saysStars(content) ? undefined : facts.rating;
  const addressed = typeof handle === 'string' ? handle : '';
  const title = typeof adHeadline === 'string' ? adHeadline : '';
  const hasAd = title !== '' || adId !== undefined;
  const link = typeof adUrl === 'string' && /^https?:\/\//.test(adUrl) ? adUrl : undefined;
  const named = title ? t('public.ad', { title }) : t('public.adUnnamed');
  const hasNumbers = typeof rating === 'number' || typeof reach === 'number';
  if (!hasNumbers && !hasAd && !addressed && !product) return null;
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
        <span title={[facts.adText, adClick].filter(Boolean).join(' · ')}>
          <IconAd2 size={14} aria-hidden />{' '}
          {link ? (
            <a href={link} target="_blank" rel="noopener noreferrer">
              {named}
            </a>
          ) : (
            named
          )}
        </span>
      ) : null}
      {product ? (
        <span>
          <IconShoppingBag size={13} aria-hidden /> {t('public.product', { product: String(product) })}
        </span>
      ) : null}
    </span>
  );
}
