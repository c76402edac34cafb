import type { Due } from '@meada/contract/agreements';
import { IconHourglassHigh, IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { momentOf, spanOf, useNow } from '../../ui/time.ts';
import classes from './due.module.css';

/** What is owed in time: how long there is left, how late it is, or that it stands still while the customer is to answer. */
export function DueMark({ due }: { due: Due }) {
  const { t, i18n } = useTranslation('conversations');
  const now = useNow();
  if (due.at === null)
    return (
      <span className={classes.due} title={t('due.paused')}>
        <IconPlayerPause size={13} aria-label={t('due.paused')} />
      </span>
    );
  const left = Date.parse(due.at) - now;
  const near = due.warnAt !== null && Date.parse(due.warnAt) <= now;
  const heat = left < 0 ? 'hot' : near ? 'warm' : undefined;
  const title = `${t(`due.${due.what ?? 'resolution'}`)}: ${momentOf(due.at, i18n.language)}`;
  return (
    <span className={classes.due} data-heat={heat} title={title}>
      <IconHourglassHigh size={13} aria-hidden />
      {due.what === 'decree' ? `${t('due.decreeShort')} ` : null}
      {t(left < 0 ? 'due.late' : 'due.in', { span: spanOf(Math.abs(left), i18n.language) })}
    </span>
  );
}
