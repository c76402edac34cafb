import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Section } from '../settings/kit/Section.tsx';
import { ListLoading } from '../ui/Loading.tsx';
import { moneyOf } from '../ui/money.ts';
import { ErrorState } from '../ui/States.tsx';
import classes from './deals.module.css';
import { type DealFilters, forecastQuery, reasonsQuery } from './queries.ts';

type Forecast = Awaited<ReturnType<NonNullable<ReturnType<typeof forecastQuery>['queryFn']>>>;

const monthOf = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(
    new Date(`${month}-15T12:00:00`),
  );
const percent = (part: number, whole: number, locale: string): string =>
  whole === 0 ? '–' : new Intl.NumberFormat(locale, { style: 'percent' }).format(part / whole);
const daysOf = (days: number | null, locale: string): string =>
  days === null
    ? '–'
    : new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: 'day',
        unitDisplay: 'long',
        maximumFractionDigits: 1,
      }).format(days);

function Months({ months }: Pick<Forecast, 'months'>) {
  const { t, i18n } = useTranslation('deals');
  const most = Math.max(1, ...months.map(({ value }) => value));
  return (
    <Section title={t('forecast.months')} text={t('forecast.monthsText')}>
      {months.length === 0 ? <p className={classes.soft}>{t('forecast.noneOpen')}</p> : null}
      <ul className={classes.bars}>
        {months.map(({ month, currency, count, value, weighted }) => (
          <li key={`${month} ${currency}`}>
            <span>{month === null ? t('forecast.noMonth') : monthOf(month, i18n.language)}</span>
            <span className={classes.bar} aria-hidden>
              <i style={{ width: `${(value / most) * 100}%` }} />
              <b style={{ width: `${(weighted / most) * 100}%` }} />
            </span>
            <span className={classes.barText}>
              <strong>{moneyOf({ minor: weighted, currency }, i18n.language)}</strong>
              <small>
                {t('forecast.of', { value: moneyOf({ minor: value, currency }, i18n.language), count })}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Closed({ closed }: Pick<Forecast, 'closed'>) {
  const { t, i18n } = useTranslation('deals');
  const reasons = useQuery(reasonsQuery).data ?? [];
  return (
    <Section title={t('forecast.closed')}>
      {closed.length === 0 ? <p className={classes.soft}>{t('forecast.noneClosed')}</p> : null}
      {(['won', 'lost'] as const).map((outcome) => {
        const own = closed.filter((one) => one.outcome === outcome);
        return own.length === 0 ? null : (
          <table key={outcome} className={`${classes.table} ${classes.closed}`}>
            <caption>{t(`forecast.${outcome}`)}</caption>
            <tbody>
              {own.map(({ reasonId, currency, count, value }) => (
                <tr key={`${reasonId} ${currency}`}>
                  <td>{reasons.find(({ id }) => id === reasonId)?.name ?? t('forecast.noReason')}</td>
                  <td data-number>{count}</td>
                  <td data-number>{moneyOf({ minor: value, currency }, i18n.language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        );
      })}
    </Section>
  );
}

/** What is expected, what became of deals, how they pass from stage to stage. */
export function ForecastView({ filters }: { filters: DealFilters }) {
  const { t, i18n } = useTranslation('deals');
  const { pipelineId, ownerId, from, to } = filters;
  const query = { pipelineId, ownerId, from, to } as Parameters<typeof forecastQuery>[0];
  const { data, error, refetch } = useQuery(forecastQuery(query));
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <ListLoading rows={6} />;
  return (
    <div className={classes.forecast}>
      <Months months={data.months} />
      <Closed closed={data.closed} />
      <Section
        title={t('forecast.stages')}
        text={t('forecast.cycle', { days: daysOf(data.cycleDays, i18n.language) })}
      >
        <div className={classes.tableBox}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('field.stage')}</th>
                <th scope="col" data-number>
                  {t('forecast.entered')}
                </th>
                <th scope="col" data-number>
                  {t('forecast.advanced')}
                </th>
                <th scope="col" data-number>
                  {t('forecast.lostFrom')}
                </th>
                <th scope="col" data-number>
                  {t('forecast.stay')}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.stages.map(({ stageId, entered, advanced, lost, days }) => {
                const stage = data.pipeline.stages.find(({ id }) => id === stageId);
                const open = stage?.category === 'open';
                return (
                  <tr key={stageId}>
                    <td>{stage?.name}</td>
                    <td data-number>{entered}</td>
                    <td data-number>{open ? percent(advanced, entered, i18n.language) : ''}</td>
                    <td data-number>{open ? percent(lost, entered, i18n.language) : ''}</td>
                    <td data-number>{open ? daysOf(days, i18n.language) : ''}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </Section>
    </div>
  );
}
