import type { SurveyReport } from '@meada/contract/routes/surveys';
import { useTranslation } from 'react-i18next';
import classes from '../../surveys/surveys.module.css';
import { Section } from '../kit/Section.tsx';

const marks = ['good', 'neutral', 'bad'] as const;
const dayMs = 86_400_000;

/** Every day of the stretch, also those without an answer; weeks when there are too many. */
function stretch({ from, to, days }: SurveyReport): SurveyReport['days'] {
  const known = new Map(days.map((one) => [one.day, one]));
  const count = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  const step = Math.max(1, Math.ceil(count / 92));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => {
    const whole = { day: '', asked: 0, answered: 0, good: 0, neutral: 0, bad: 0 };
    for (let at = 0; at < step; at += 1) {
      const day = new Date(Date.parse(from) + (index * step + at) * dayMs).toISOString().slice(0, 10);
      whole.day ||= day;
      const one = known.get(day);
      if (!one) continue;
      whole.asked += one.asked;
      whole.answered += one.answered;
      for (const mark of marks) whole[mark] += one[mark];
    }
    return whole;
  });
}

/** Ratings by the day they were asked for, good above bad. */
export function Days({ report }: { report: SurveyReport }) {
  const { t, i18n } = useTranslation('surveys');
  const days = stretch(report);
  const most = Math.max(1, ...days.map(({ answered }) => answered));
  const shown = (day: string) =>
    new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
      new Date(day),
    );
  if (report.total.answered === 0) return null;
  return (
    <Section title={t('report.days')}>
      <ol className={classes.days}>
        {days.map((day) => {
          const said = marks.map((mark) => `${t(`filter.${mark}`)} ${day[mark]}`).join(', ');
          return (
            <li key={day.day} title={`${shown(day.day)}: ${said}`}>
              <span className="visually-hidden">{`${shown(day.day)}: ${said}`}</span>
              {marks.map((mark) => (
                <i key={mark} data-mark={mark} style={{ height: `${(day[mark] / most) * 100}%` }} />
              ))}
            </li>
          );
        })}
      </ol>
      <div className={classes.axis} aria-hidden>
        <span>{shown(report.from)}</span>
        <span>{shown(report.to)}</span>
      </div>
      <p className={classes.legend} aria-hidden>
        {marks.map((mark) => (
          <span key={mark}>
            <i data-mark={mark} />
            {t(`filter.${mark}`)}
          </span>
        ))}
      </p>
    </Section>
  );
}
