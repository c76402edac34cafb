import type { Amendment } from '@meada/contract/routes/conversations';
import { IconAlertTriangle, IconClockHour4, IconHelpHexagon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { familyOf } from './dispatch-error.ts';
import classes from './thread.module.css';

const shapes = { failed: IconAlertTriangle, unknown: IconHelpHexagon } as const;

/** How far a change of a message got. The bubble shows what the customer reads, this what we wanted. */
export function AmendmentLine({ amendment }: { amendment: Amendment }) {
  const { t } = useTranslation('conversations');
  const { state, kind, error, text } = amendment;
  const broken = state === 'failed' || state === 'unknown';
  const Shape = broken ? shapes[state] : IconClockHour4;
  const family = error ? familyOf(error.code) : null;
  const why = error ? (family ? t(`dispatchError.${family}`) : error.text) : '';
  const what = t(`amendment.${kind}.${broken ? state : 'waiting'}`);
  return (
    <span className={classes.amendment} data-state={state} role={broken ? 'alert' : 'status'}>
      <Shape size={14} aria-hidden />
      <span>
        {what}
        {broken && text ? ` “${text.length > 80 ? `${text.slice(0, 80)}…` : text}”` : ''}
        {why ? ` · ${why}` : ''}
      </span>
    </span>
  );
}
