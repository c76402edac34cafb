import type { SacDuty, SacFix, SacState } from '@meada/contract/sac';
import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Pill } from '../kit/Section.tsx';
import classes from './sac.module.css';

const shapes: Record<SacState, Icon> = {
  kept: IconCircleCheck,
  risk: IconAlertTriangle,
  broken: IconCircleX,
  unmeasured: IconCircleDashed,
};
const tones = { kept: 'good', risk: 'warn', broken: 'danger', unmeasured: undefined } as const;

/** Where something is changed. */
const placeOf = ({ what, id }: SacFix): string =>
  ({
    inbox: `inboxes/${id}`,
    team: 'teams',
    hours: 'hours',
    retention: 'privacy/retention',
    repetition: 'repetition',
  })[what];

function Numbers({ numbers }: { numbers: SacDuty['numbers'] }) {
  const { t, i18n } = useTranslation('sac');
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const shown = Object.entries(numbers);
  if (shown.length === 0) return null;
  const shownOf = (name: string, value: number | null): string => {
    if (value === null) return name === 'days' ? t('forever') : '–';
    const unit = { medianSeconds: 's', days: 'days', leastHours: 'hours' }[name];
    return unit ? t(`unit.${unit}`, { n: number.format(value) }) : number.format(value);
  };
  return (
    <dl className={classes.numbers}>
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`number.${name}`)}</dt>
          <dd>{shownOf(name, value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Duty({ duty }: { duty: SacDuty }) {
  const { t } = useTranslation('sac');
  const { code, article, state, why, numbers, fixes } = duty;
  const Shape = shapes[state];
  return (
    <li className={classes.duty} data-state={state}>
      <Shape size={22} stroke={1.7} aria-hidden className={classes.shape} />
      <div className={classes.dutyMain}>
        <h3>
          {t(`duty.${code}`)} <Pill tone={tones[state]}>{t(`state.${state}`)}</Pill>
          <small>{article}</small>
        </h3>
        <p className={classes.meaning}>{t(`meaning.${code}`)}</p>
        <p className={classes.why}>{t(`why.${why}`)}</p>
        <Numbers numbers={numbers} />
        {fixes.length > 0 ? (
          <p className={classes.fixes}>
            {fixes.map((fix) => (
              <Link key={`${fix.what} ${fix.id}`} to="/settings/$" params={{ _splat: placeOf(fix) }}>
                {t(`fix.${fix.what}`, { name: fix.name })}
              </Link>
            ))}
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** Each duty with its article, what it means, how it stands and by what. */
export function Duties({ duties }: { duties: readonly SacDuty[] }) {
  const { t } = useTranslation('sac');
  return (
    <ul className={classes.duties} aria-label={t('duties')}>
      {duties.map((duty) => (
        <Duty key={duty.code} duty={duty} />
      ))}
    </ul>
  );
}
