import './app/tokens.css';
import type { Me } from '@meada/contract/routes/session';
import { me } from '@meada/contract/routes/session';
import { askEarly, takeEarly } from './api/early.ts';
import { askFirst } from './api/first.ts';
import { applyScheme } from './app/scheme.ts';
import { warmTexts } from './i18n/files.ts';
import { preferredLocale } from './i18n/locale.ts';

/**
 * The smallest possible beginning: decides between the pages before sign-in (their own light chunk, no kit) and the
 * desk, and loads only that.
 */
const gatePaths = ['/sign-in', '/setup', '/reset', '/invitation'];

async function boot(): Promise<void> {
  applyScheme();
  const atGate = gatePaths.some(
    (path) => location.pathname === path || location.pathname.startsWith(`${path}/`),
  );
  if (atGate) return openGate();
  askEarly(me.path);
  // The server has seen a session's cookie: code, texts and data come at once instead of one after the other.
  if (document.querySelector('[data-desk]')) begin();
  const answer = await takeEarly(me.path)?.catch(() => null);
  if (!answer?.ok) return openGate(answer?.status !== 401);
  const [{ startDesk }, person] = await Promise.all([
    import('./app/start.tsx'),
    answer.json() as Promise<Me>,
  ]);
  return startDesk(person);
}

function begin(): void {
  askFirst(location);
  warmTexts(preferredLocale());
  void import('./app/start.tsx');
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
