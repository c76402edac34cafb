import './app/tokens.css';
import type { Me } from '@meada/contract/routes/session';
import { applyScheme } from './app/scheme.ts';

/**
 * The smallest possible beginning: decides between the pages before sign-in (their own light chunk, no kit) and the
 * desk, and loads only that.
 */
const gatePaths = ['/sign-in', '/setup', '/reset', '/invitation'];
/** Set by the desk while somebody is signed in here, so that its code loads while the session is being asked for. */
const signedKey = 'meada.signed';

async function boot(): Promise<void> {
  applyScheme();
  const atGate = gatePaths.some(
    (path) => location.pathname === path || location.pathname.startsWith(`${path}/`),
  );
  if (atGate) return openGate();
  if (localStorage.getItem(signedKey)) void import('./app/start.tsx');
  const answer = await fetch('/api/session', { credentials: 'same-origin' }).catch(() => null);
  if (answer?.ok) {
    localStorage.setItem(signedKey, '1');
    const [{ startDesk }, me] = await Promise.all([import('./app/start.tsx'), answer.json() as Promise<Me>]);
    return startDesk(me);
  }
  if (answer?.status === 401) localStorage.removeItem(signedKey);
  return openGate(answer?.status !== 401);
}

async function openGate(unreachable = false): Promise<void> {
  const { startGate } = await import('./gate/start.tsx');
  return startGate(unreachable);
}

// After an update the old page asks for code that is no longer there: fetch the new page, once.
window.addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('meada.reloaded') ?? 0);
  if (Date.now() - last < 30_000) return;
  sessionStorage.setItem('meada.reloaded', String(Date.now()));
  location.reload();
});

void boot();
