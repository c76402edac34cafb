import {
  type Icon,
  IconBriefcase,
  IconChecklist,
  IconHelpCircle,
  IconMessages,
  IconSearch,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { countsQuery } from '../api/counts.ts';
import { openDuplicatesQuery } from '../api/duplicates.ts';
import { useMay } from '../api/queries.ts';
import { troublesQuery } from '../api/troubles.ts';
import mark from '../app/icon.svg';
import { settled } from '../app/settled.ts';
import { useStore } from '../live/store.ts';
import { workQuery } from '../work/queries.ts';
import { Account } from './Account.tsx';
import { Bell } from './Bell.tsx';
import { openHelp, openPalette } from './panels.ts';
import { preferences } from './preferences.ts';
import classes from './Shell.module.css';

const WorkLinks = lazy(() => import('../work/WorkLink.tsx').then((file) => ({ default: file.WorkLinks })));

const areas: {
  to: '/conversations' | '/customers' | '/deals/$' | '/tasks/$';
  text: string;
  icon: Icon;
}[] = [
  { to: '/conversations', text: 'nav.conversations', icon: IconMessages },
  { to: '/customers', text: 'nav.customers', icon: IconUsers },
  { to: '/deals/$', text: 'nav.deals', icon: IconBriefcase },
  { to: '/tasks/$', text: 'nav.tasks', icon: IconChecklist },
];

/** How many inboxes need somebody, for whoever may do something about it. */
function useTroubles(): number {
  const enabled = useMay('health.read');
  return useQuery({ ...troublesQuery, enabled }).data?.length ?? 0;
}

/** How many pairs of records may be one person, for whoever may merge them; asked for once the first screen stands. */
function usePairs(): number {
  const merges = useMay('customers.merge');
  const quiet = useStore(settled);
  return useQuery({ ...openDuplicatesQuery, enabled: merges && quiet }).data ?? 0;
}

/** Room for the links of who is given work or leads, until they come: the others do not move. */
function WorkRoom() {
  const leads = useMay('routing.manage');
  const work = useQuery(workQuery).data;
  // As it was the last time, until it is known.
  const given = work ? work.agent !== null : preferences.get().workHeight > 0;
  return (
    <>
      {given ? <span className={classes.item} /> : null}
      {leads ? <span className={classes.item} data-wide /> : null}
    </>
  );
}

/** The navigation: left on wide screens, below on a phone (and away there while a conversation is open). */
export function Rail() {
  const { t } = useTranslation();
  const deep = useRouterState({
    select: (state) => /^\/(conversations|customers)\/./.test(state.location.pathname),
  });
  const mine = useQuery(countsQuery).data?.mine ?? 0;
  const sick = useTroubles();
  const pairs = usePairs();
  const quiet = useStore(settled);
  const works = useMay('conversations.reply');
  return (
    <div className={classes.rail} data-deep={deep || undefined}>
      <img className={classes.mark} src={mark} alt="" />
      <nav aria-label={t('nav.label')}>
        {areas.map(({ to, text, icon: Shape }) => (
          <Link
            key={to}
            title={t(text)}
            to={to}
            params={{ _splat: '' }}
            className={classes.item}
            activeOptions={{ exact: false, includeSearch: false }}
          >
            <Shape size={22} stroke={1.6} aria-hidden />
            <span className="visually-hidden">{t(text)}</span>
            {to === '/conversations' && mine > 0 ? (
              <span className={classes.count}>
                <span aria-hidden>{mine > 99 ? '99+' : mine}</span>
                <span className="visually-hidden">{t('nav.mine', { count: mine })}</span>
              </span>
            ) : null}
            {to === '/customers' && pairs > 0 ? (
              <span className={classes.count} data-quiet title={t('nav.pairs', { count: pairs })}>
                <span aria-hidden>{pairs > 99 ? '99+' : pairs}</span>
                <span className="visually-hidden">{t('nav.pairs', { count: pairs })}</span>
              </span>
            ) : null}
          </Link>
        ))}
        {works ? <Suspense fallback={<WorkRoom />}>{quiet ? <WorkLinks /> : <WorkRoom />}</Suspense> : null}
        <span className={classes.space} />
        <Link title={t('nav.settings')} to="/settings/$" params={{ _splat: '' }} className={classes.item}>
          <IconSettings size={22} stroke={1.6} aria-hidden />
          <span className="visually-hidden">{t('nav.settings')}</span>
          {sick > 0 ? (
            <span className={classes.count} title={t('nav.sick', { count: sick })}>
              <span aria-hidden>!</span>
              <span className="visually-hidden">{t('nav.sick', { count: sick })}</span>
            </span>
          ) : null}
        </Link>
      </nav>

      <Bell />

      <button
        title={t('palette.open')}
        type="button"
        className={classes.item}
        onClick={openPalette}
        aria-label={t('palette.open')}
      >
        <IconSearch size={21} stroke={1.6} />
      </button>

      <button
        title={t('nav.keys')}
        type="button"
        className={classes.item}
        onClick={openHelp}
        aria-label={t('nav.keys')}
        data-wide
      >
        <IconHelpCircle size={21} stroke={1.6} />
      </button>

      <Account />
    </div>
  );
}
