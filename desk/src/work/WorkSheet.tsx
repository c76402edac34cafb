import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMyWork } from './queries.ts';
import { useWorkActions } from './useWorkActions.ts';
import { WorkRows } from './WorkRows.tsx';
import classes from './work.module.css';

/** What one has now, at a press. */
export function WorkSheet({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('work');
  const { items } = useMyWork();
  const actions = useWorkActions();
  return (
    <>
      <h2 className={classes.sheetTitle}>{t('sheet.title')}</h2>
      {items.length === 0 ? <p className={classes.nothing}>{t('sheet.none')}</p> : null}
      <WorkRows items={items} label={t('sheet.title')} actions={actions} onOpen={onDone} />
      {items.some((item) => item.state === 'paused') ? (
        <p className={classes.sheetNote}>{t('item.pausedText')}</p>
      ) : null}
      <Link to="/work" className={classes.sheetMore} onClick={onDone}>
        {t('sheet.more')}
      </Link>
    </>
  );
}
