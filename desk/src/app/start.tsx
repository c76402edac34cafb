import '@mantine/core/styles.layer.css';
import './desk.css';
import type { Me } from '@meada/contract/routes/session';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { whenSessionOver } from '../api/call.ts';
import { DirectoryProvider } from '../api/DirectoryProvider.tsx';
import { keys } from '../api/keys.ts';
import { startTexts } from '../i18n/setup.ts';
import { LiveProvider } from '../live/provider.tsx';
import { client } from './client.ts';
import { Look } from './Look.tsx';
import { router } from './router.tsx';
import { warm } from './warm.ts';

const Toasts = lazy(() => import('./Toasts.tsx').then((file) => ({ default: file.Toasts })));

/** Leaves for the sign-in page and comes back to the same place afterwards. */
export function leaveToSignIn(): void {
  localStorage.removeItem('meada.signed');
  const next = location.pathname + location.search;
  location.assign(`/sign-in?next=${encodeURIComponent(next)}`);
}

/** Draws the desk for the signed-in person. */
export async function startDesk(me: Me): Promise<void> {
  whenSessionOver(leaveToSignIn);
  client.setQueryData(keys.me, me);
  warm(client, router.latestLocation);
  await startTexts(me.locale);
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <Look>
        <Suspense fallback={null}>
          <Toasts />
        </Suspense>
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
