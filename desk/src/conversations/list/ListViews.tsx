import type { ListView } from '@meada/contract/routes/conversations';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { countsQuery } from '../../api/counts.ts';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import classes from './list.module.css';

const views: ListView[] = [
  'mine',
  'unassigned',
  'all',
  'waiting',
  'following',
  'public',
  'scheduled',
  'due',
  'loud',
];
/** Shown while there is something in them. */
const sometimes: ReadonlySet<ListView> = new Set(['public', 'scheduled', 'due', 'loud']);
/** The server counts to this and no further. */
const cap = 1000;

/**
 * The views with how many open conversations each holds; the public one where an inbox has a public side, the scheduled
 * one and the one of deadlines while something is.
 */
export function ListViews({ view, onChange }: { view: ListView; onChange: (view: ListView) => void }) {
  const { t } = useTranslation('conversations');
  const counts = useQuery(countsQuery).data;
  const channels = useChannels();
  const inboxes = useInboxRefs();
  const hasPublic = inboxes.some(
    (inbox) => channels.find((channel) => channel.id === inbox.channel)?.capabilities.public !== undefined,
  );
  const shown = views.filter(
    (one) =>
      !sometimes.has(one) || (one === 'public' && hasPublic) || view === one || (counts?.[one] ?? 0) > 0,
  );
  return (
    <fieldset className={classes.views} aria-label={t('list.views')}>
      {shown.map((one) => {
        const count = counts && (counts[one] ?? 0);
        return (
          <button
            key={one}
            type="button"
            className={classes.view}
            aria-pressed={one === view}
            onClick={() => onChange(one)}
          >
            <span className={classes.number}>
              {count === undefined ? '–' : count >= cap ? '999+' : count}
            </span>
            {t(`view.${one}`)}
          </button>
        );
      })}
    </fieldset>
  );
}
