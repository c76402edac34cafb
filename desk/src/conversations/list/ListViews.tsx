import type { ListView } from '@meada/contract/routes/conversations';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countsQuery } from '../../api/counts.ts';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import { prefer, preferences } from '../../shell/preferences.ts';
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
 * Which of them there is something in. Until the counts have come: those of the last time here, for a view that comes later
 * may begin a line of its own and push the list down under the pointer.
 */
function useFilled(counts: Partial<Record<ListView, number>> | undefined): readonly ListView[] {
  const channels = useChannels();
  const inboxes = useInboxRefs();
  const [before] = useState(() => preferences.get().filledViews);
  const hasPublic = inboxes.some(
    (inbox) => channels.find((channel) => channel.id === inbox.channel)?.capabilities.public !== undefined,
  );
  const known = counts !== undefined && channels.length > 0 && inboxes.length > 0;
  const filled = known
    ? [...sometimes].filter((one) => (one === 'public' && hasPublic) || (counts[one] ?? 0) > 0)
    : before;
  const names = filled.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: kept by its names, the list is a new one each time
  useEffect(() => {
    if (known && names !== preferences.get().filledViews.join()) prefer({ filledViews: [...filled] });
  }, [known, names]);
  return filled;
}

/**
 * The views with how many open conversations each holds; the public one where an inbox has a public side, the scheduled
 * one and the one of deadlines while something is.
 */
export function ListViews({ view, onChange }: { view: ListView; onChange: (view: ListView) => void }) {
  const { t } = useTranslation('conversations');
  const counts = useQuery(countsQuery).data;
  const filled = useFilled(counts);
  const shown = views.filter((one) => !sometimes.has(one) || view === one || filled.includes(one));
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
