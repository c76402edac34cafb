import type { AgentTimes } from '@meada/contract/routes/routing';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../ui/Loading.tsx';
import { ErrorState } from '../ui/States.tsx';
import { dayQuery } from './queries.ts';
import { lengthOf } from './tick.ts';
import classes from './work.module.css';

/** Parts of the time one was there, in the order they are drawn; each with its colour. */
const parts = ['realTimeMs', 'deferredMs', 'wrapUpMs', 'idleMs', 'awayMs'] as const;

/** The day as one bar: what the time went into. */
function Bar({ day }: { day: AgentTimes }) {
  const { t } = useTranslation('work');
  const whole = parts.reduce((sum, part) => sum + day[part], 0);
  if (whole === 0) return null;
  return (
    <>
      <div className={classes.dayBar} aria-hidden="true">
        {parts
          .filter((part) => day[part] > 0)
          .map((part) => (
            <i key={part} data-part={part} style={{ flexGrow: day[part] / whole }} />
          ))}
      </div>
      <dl className={classes.legend}>
        {parts.map((part) => (
          <div key={part}>
            <dt>
              <i data-part={part} aria-hidden /> {t(`day.${part}`)}
            </dt>
            <dd>{lengthOf(day[part])}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** The reader's own numbers of the day, measured from what happened. */
export function DaySection() {
  const { t } = useTranslation('work');
  const { data: day, error, refetch } = useQuery(useMemo(dayQuery, []));
  return (
    <section className={classes.section} aria-labelledby="work-day">
      <h2 id="work-day">{t('day.title')}</h2>
      {error && !day ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!day && !error ? <ListLoading rows={3} /> : null}
      {day ? (
        <>
          <dl className={classes.numbers}>
            <div>
              <dt>{t('day.begun')}</dt>
              <dd>{day.begun}</dd>
            </div>
            <div>
              <dt>{t('day.handling')}</dt>
              <dd>{day.meanHandlingMs === null ? '–' : lengthOf(day.meanHandlingMs)}</dd>
            </div>
            <div>
              <dt>{t('day.pausedMs')}</dt>
              <dd>{lengthOf(day.pausedMs)}</dd>
            </div>
            <div>
              <dt>{t('day.missed')}</dt>
              <dd>
                {day.missed + day.declined}
                <small> / {day.offers}</small>
              </dd>
            </div>
          </dl>
          <Bar day={day} />
          {day.away.length > 0 ? (
            <p className={classes.soft}>
              {t('day.awayBy')}{' '}
              {day.away
                .map(({ reason, ms }) => `${reason ?? t('common:presence.away')} ${lengthOf(ms)}`)
                .join(' · ')}
            </p>
          ) : null}
          <p className={classes.soft}>{t('day.note')}</p>
        </>
      ) : null}
    </section>
  );
}
