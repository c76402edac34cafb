import { Checkbox, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoAsking, Target } from './targets.ts';
import classes from './transfer.module.css';

export type Way = { ask: boolean; follow: boolean; introduce: boolean };

const place = 'meada.handover';
/** How this person handed over last. */
export const keptWay = (): boolean => {
  try {
    return localStorage.getItem(place) === 'ask';
  } catch {
    return false;
  }
};
const keepWay = (ask: boolean): void => {
  try {
    localStorage.setItem(place, ask ? 'ask' : 'direct');
  } catch {
    // A browser that keeps nothing asks each time.
  }
};

type Props = {
  way: Way;
  onChange: (way: Way) => void;
  /** Why nobody can be asked first. */
  not: NoAsking | 'asked';
  chosen: Target | null;
};

/** At once, or once somebody has said yes; and what goes with either. */
export function WayChoice({ way, onChange, not, chosen }: Props) {
  const { t } = useTranslation(['handover', 'work']);
  const asks = way.ask && not === null;
  const text = not === null ? (asks ? t('way.askText') : '') : t(`way.${not}`, { name: chosen?.name });
  return (
    <>
      <div className={classes.way}>
        <SegmentedControl
          fullWidth
          aria-label={t('way.label')}
          value={asks ? 'ask' : 'direct'}
          onChange={(value) => {
            keepWay(value === 'ask');
            onChange({ ...way, ask: value === 'ask' });
          }}
          data={[
            { value: 'direct', label: t('way.direct') },
            { value: 'ask', label: t('way.ask'), disabled: not !== null },
          ]}
        />
        {text ? <p className={classes.wayText}>{text}</p> : null}
      </div>
      <div className={classes.ticks}>
        {asks ? (
          <Checkbox
            label={t('introduce')}
            checked={way.introduce}
            onChange={(event) => onChange({ ...way, introduce: event.currentTarget.checked })}
          />
        ) : (
          <Checkbox
            label={t('work:transfer.follow')}
            checked={way.follow}
            onChange={(event) => onChange({ ...way, follow: event.currentTarget.checked })}
          />
        )}
      </div>
    </>
  );
}
