import type { Locale } from '@meada/contract/primitives';
import { type Rating, ratingWord, signOf } from '@meada/contract/surveys';
import { useTranslation } from 'react-i18next';
import classes from './surveys.module.css';

/** What the customer said of it: the picture, with its word where there is room. */
export function RatingMark({ rating, label = false }: { rating: Rating; label?: boolean }) {
  const { t, i18n } = useTranslation('surveys');
  const word = ratingWord(rating.scale, rating.rating, i18n.language as Locale);
  const whole = rating.scale === 'stars' ? `${rating.rating}/5` : word;
  const sign = rating.scale === 'stars' ? '⭐' : signOf(rating.scale, rating.rating);
  return (
    <span
      className={classes.mark}
      data-mark={rating.mark}
      data-label={label || undefined}
      title={t('mark', { rating: whole })}
    >
      <span aria-hidden>{sign}</span>
      {label || rating.scale === 'stars' ? <span aria-hidden>{whole}</span> : null}
      <span className="visually-hidden">{t('mark', { rating: whole })}</span>
    </span>
  );
}
