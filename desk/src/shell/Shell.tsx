import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { settled } from '../app/settled.ts';
import { useArranged } from '../conversations/workspace/useArranged.ts';
import { useStore } from '../live/store.ts';
import { transferringTask } from '../tasks/transferring.ts';
import { ScreenLoading } from '../ui/Loading.tsx';
import { ConnectionBar } from './ConnectionBar.tsx';
import { useShortcuts } from './keyboard.ts';
import { openHelp, openPalette, panels } from './panels.ts';
import { Rail } from './Rail.tsx';
import classes from './Shell.module.css';

const Palette = lazy(() => import('./Palette.tsx').then((file) => ({ default: file.Palette })));
const Background = lazy(() =>
  import('../offline/Background.tsx').then((file) => ({ default: file.Background })),
);
const MentionAlerts = lazy(() =>
  import('../conversations/mentions/MentionAlerts.tsx').then((file) => ({ default: file.MentionAlerts })),
);
const Help = lazy(() => import('./Help.tsx').then((file) => ({ default: file.Help })));
const TransferTask = lazy(() =>
  import('../tasks/TransferTask.tsx').then((file) => ({ default: file.TransferTask })),
);
const WorkHost = lazy(() => import('../work/WorkHost.tsx').then((file) => ({ default: file.WorkHost })));

/** The frame around every screen: navigation, connection state, palette, help. */
export function Shell() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [paletteWanted, setPaletteWanted] = useState(false);
  const open = useStore(panels);
  const quiet = useStore(settled);
  const handing = useStore(transferringTask) !== null;
  const works = useMay('conversations.reply');
  if (open.palette && !paletteWanted) setPaletteWanted(true);
  useArranged();
  useShortcuts({
    'mod+k': openPalette,
    '?': openHelp,
    'g c': () => void navigate({ to: '/conversations' }),
    'g u': () => void navigate({ to: '/customers' }),
    'g r': () => void navigate({ to: '/recoveries' }),
    'g f': () => void navigate({ to: '/search', search: {} }),
    'g x': () => void navigate({ to: '/tasks/$', params: { _splat: '' } }),
    'g e': () => void navigate({ to: '/mentions' }),
    'g s': () => void navigate({ to: '/settings/$', params: { _splat: '' } }),
  });
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t('skip')}
      </a>
      <Rail />
      <div className={classes.body}>
        <ConnectionBar />
        <Suspense fallback={null}>{quiet ? <Background /> : null}</Suspense>
        <Suspense fallback={null}>{quiet ? <MentionAlerts /> : null}</Suspense>
        <main id="main" className={classes.main} tabIndex={-1}>
          <Suspense fallback={<ScreenLoading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Suspense fallback={null}>
        {paletteWanted ? <Palette /> : null}
        {open.help ? <Help /> : null}
      </Suspense>
      <Suspense fallback={null}>{handing ? <TransferTask /> : null}</Suspense>
      <Suspense fallback={null}>{quiet && works ? <WorkHost /> : null}</Suspense>
    </div>
  );
}
