import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { recoveryReportQuery } from './queries.ts';
import classes from './recoveries.module.css';

const share = (part: number, whole: number, locale: string): string =>
  whole === 0
    ? '–'
    : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(part / whole);

/** A share of fewer than this says nothing. */
const fewest = 5;

/** The last thirty days: how many left, how many were written to, how many are back. */
export function Report() {
  const { t, i18n } = useTranslation('recoveries');
  const { data } = useQuery(recoveryReportQuery);
  if (!data || data.all.left === 0) return null;
  const { left, tried, recovered, returned, medianTryMinutes, after, alone } = data.all;
  const numbers = [
    { name: 'left', value: String(left), note: '' },
    { name: 'tried', value: String(tried), note: share(tried, left, i18n.language) },
    { name: 'recovered', value: String(recovered), note: share(after.back, after.of, i18n.language) },
    { name: 'returned', value: String(returned), note: share(returned, left, i18n.language) },
  ];
  return (
    <dl className={classes.report} aria-label={t('report.label')}>
      {numbers.map(({ name, value, note }) => (
        <div key={name} title={t(`report.${name}Help`)}>
          <dt>{t(`report.${name}`)}</dt>
          <dd>
            {value} <small>{note}</small>
          </dd>
        </div>
      ))}
      {after.of > 0 ? (
        <div title={t('report.aloneHelp')}>
          <dt>{t('report.alone')}</dt>
          <dd>
            {alone.of < fewest ? t('report.few') : share(alone.back, alone.of, i18n.language)}{' '}
            <small>{t('report.of', { ...alone })}</small>
          </dd>
        </div>
      ) : null}
      <div title={t('report.medianHelp')}>
        <dt>{t('report.median')}</dt>
        <dd>
          {medianTryMinutes === null
            ? '–'
            : t('report.minutes', { count: Math.max(1, Math.round(medianTryMinutes)) })}
        </dd>
      </div>
    </dl>
  );
}
