import type { ListView } from '@meada/contract/routes/conversations';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { countsQuery } from '../../api/counts.ts';
import classes from './list.module.css';

const views: ListView[] = ['mine', 'unassigned', 'all', 'waiting', 'following'];
/** The server counts to this and no further. */
const cap = 1000;

/** The five views with how many open conversations each holds. */
export function ListViews({ view, onChange }: { view: ListView; onChange: (view: ListView) => void }) {
  const { t } = useTranslation('conversations');
  const counts = useQuery(countsQuery).data;
  return (
    <fieldset className={classes.views} aria-label={t('list.views')}>
      {views.map((one) => {
        const count = counts?.[one] ?? 0;
        return (
          <button
            key={one}
            type="button"
            className={classes.view}
            aria-pressed={one === view}
            onClick={() => onChange(one)}
          >
            <span className={classes.number}>{count >= cap ? '999+' : count}</span>
            {t(`view.${one}`)}
          </button>
        );
      })}
    </fieldset>
  );
}
