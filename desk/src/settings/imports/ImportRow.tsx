import { Progress, UnstyledButton } from '@mantine/core';
import type { Import } from '@meada/contract/routes/imports';
import { useTranslation } from 'react-i18next';
import { momentOf } from '../../ui/time.ts';
import { Pill } from '../kit/Section.tsx';
import classes from './imports.module.css';
import { isBusy } from './queries.ts';

const tones: Partial<Record<Import['state'], 'good' | 'warn' | 'danger' | 'accent'>> = {
  done: 'good',
  failed: 'danger',
  stopped: 'warn',
  checked: 'accent',
  running: 'accent',
  checking: 'accent',
};

export function StatePill({ one }: { one: Import }) {
  const { t } = useTranslation('imports');
  return <Pill tone={tones[one.state]}>{t(`state.${one.state}`)}</Pill>;
}

/** How far the running step is, for eyes and for screen readers. */
export function Bar({ one }: { one: Import }) {
  const { t } = useTranslation('imports');
  if (!isBusy(one)) return null;
  const part = one.total === 0 ? 0 : Math.round((100 * one.place) / one.total);
  const undoing = one.state === 'undoing';
  return (
    <div className={classes.bar}>
      <Progress value={undoing ? 100 - part : part} aria-label={t(`state.${one.state}`)} />
      <small>{t('progress', { place: one.place, total: one.total })}</small>
    </div>
  );
}

/** One import in the list. */
export function ImportRow({ one, onOpen }: { one: Import; onOpen: () => void }) {
  const { t, i18n } = useTranslation('imports');
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <li>
      <UnstyledButton className={classes.row} onClick={onOpen}>
        <span className={classes.main}>
          <b>{one.name}</b>
          <small>
            {t('rows', { count: one.total, number: number(one.total) })} ·{' '}
            {momentOf(one.createdAt, i18n.language)}
            {one.byName ? ` · ${one.byName}` : ''}
          </small>
          <Bar one={one} />
        </span>
        <StatePill one={one} />
      </UnstyledButton>
    </li>
  );
}
