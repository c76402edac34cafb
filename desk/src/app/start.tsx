import '@mantine/core/styles.layer.css';
import './desk.css';
import type { Me } from '@meada/contract/routes/session';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazyRouteComponent, RouterProvider } from '@tanstack/react-router';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { whenSessionOver } from '../api/call.ts';
import { DirectoryProvider } from '../api/DirectoryProvider.tsx';
import { keys } from '../api/keys.ts';
import { takeWorkspace } from '../conversations/workspace/store.ts';
import { startTexts } from '../i18n/setup.ts';
import { LiveProvider } from '../live/provider.tsx';
import { useStore } from '../live/store.ts';
import { client } from './client.ts';
import { keepFocus } from './focus.ts';
import { Look } from './Look.tsx';
import { router } from './router.tsx';
import { settled, settleSoon } from './settled.ts';
import { warm } from './warm.ts';

const Toasts = lazyRouteComponent(() => import('./Toasts.tsx'), 'Toasts');

/** Where messages appear, once there is time to load it; what is said before waits. */
function LateToasts() {
  return useStore(settled) ? (
    <Suspense fallback={null}>
      <Toasts />
    </Suspense>
  ) : null;
}

/** A screen that never says that it stands is taken to stand after this (ms). */
const slowest = 3000;

/** Leaves for the sign-in page and comes back to the same place afterwards. */
export async function leaveToSignIn(): Promise<void> {
  const next = location.pathname + location.search;
  await import('../offline/wipe.ts').then(({ wipe }) => wipe(false)).catch(() => {});
  location.assign(`/sign-in?next=${encodeURIComponent(next)}`);
}

/** Draws the desk for the signed-in person. */
export async function startDesk(me: Me): Promise<void> {
  whenSessionOver(leaveToSignIn);
  client.setQueryData(keys.me, me);
  takeWorkspace(me.workspace);
  warm(client, router.latestLocation);
  await startTexts(me.locale);
  settleSoon(slowest);
  keepFocus();
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <Look>
        <LateToasts />
        <QueryClientProvider client={client}>
          <LiveProvider onEnd={leaveToSignIn}>
            <Suspense fallback={null}>
              <DirectoryProvider>
                <RouterProvider router={router} />
              </DirectoryProvider>
            </Suspense>
          </LiveProvider>
        </QueryClientProvider>
      </Look>
    </StrictMode>,
  );
}
