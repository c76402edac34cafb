import type { PublicDuty } from '@meada/contract/public';
import { useTranslation } from 'react-i18next';
import { momentOf, spanOf, useNow } from '../../ui/time.ts';
import classes from './public.module.css';

/** Hours before a deadline from which it turns warm, then hot. */
const patience = { warm: 48, hot: 8 };
const hour = 3_600_000;

type Props = { duty: Pick<PublicDuty, 'dueAt' | 'createdAt'> };

/** How long there is left to answer, or how long it has been owed where the platform sets no deadline. */
export function Deadline({ duty }: Props) {
  const { t, i18n } = useTranslation('conversations');
  const now = useNow();
  if (!duty.dueAt) {
    const past = now - Date.parse(duty.createdAt);
    return <span className={classes.deadline}>{t('duty.since', { span: spanOf(past, i18n.language) })}</span>;
  }
  const left = Date.parse(duty.dueAt) - now;
  const heat = left < patience.hot * hour ? 'hot' : left < patience.warm * hour ? 'warm' : undefined;
  return (
    <span className={classes.deadline} data-heat={heat} title={momentOf(duty.dueAt, i18n.language)}>
      {t(left < 0 ? 'duty.late' : 'duty.due', { span: spanOf(Math.abs(left), i18n.language) })}
    </span>
  );
}
