import './app/tokens.css';
import type { Me } from '@meada/contract/routes/session';
import { me } from '@meada/contract/routes/session';
import { askEarly, forgetEarly, takeEarly } from './api/early.ts';
import { askFirst } from './api/first.ts';
import { fetchNewPage } from './app/outdated.ts';
import { applyScheme } from './app/scheme.ts';
import { warmTexts } from './i18n/files.ts';
import { preferredLocale } from './i18n/locale.ts';
import { hearInstallOffer } from './offline/install.ts';

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
  hearInstallOffer(preferredLocale());
  // Signed out here without a network: the desk stays shut until the server knows.
  if (localStorage.getItem('meada.leaving') && !(await finishLeaving())) return openGate(true);
  if (atGate) return openGate();
  askEarly(me.path);
  // The server has seen a session's cookie: code, texts and data come at once instead of one after the other.
  if (document.querySelector('[data-desk]')) begin();
  const answer = await takeEarly(me.path)?.catch(() => null);
  if (answer?.status === 401) {
    // Read to its end, as every answer: the browser counts it as under way until then.
    answer.text().catch(() => {});
    forgetEarly();
    return void (await Promise.all([openGate(), forgetKept()]));
  }
  if (!answer || answer.status >= 500) return (await beginKept()) ? undefined : openGate(true);
  if (!answer.ok) return openGate(true);
  const [{ startDesk }, person] = await Promise.all([
    import('./app/start.tsx'),
    answer.json() as Promise<Me>,
  ]);
  return startDesk(person);
}

function begin(): void {
  // The texts before the data: a browser has six ways to a server, and nothing is drawn without words.
  warmTexts(preferredLocale());
  askFirst(location);
  void import('./app/start.tsx');
}

async function finishLeaving(): Promise<boolean> {
  return (await import('./offline/leaving.ts')).finishLeaving();
}

/** The desk from what this browser keeps, when the server cannot be reached. */
async function beginKept(): Promise<boolean> {
  const { beginOffline } = await import('./offline/begin.ts');
  return beginOffline();
}

/** The session is over: nothing that was read in it stays here. */
async function forgetKept(): Promise<void> {
  const { wipe } = await import('./offline/wipe.ts');
  await wipe(false).catch(() => {});
}

async function openGate(unreachable = false): Promise<void> {
  const { startGate } = await import('./gate/start.tsx');
  return startGate(unreachable);
}

window.addEventListener('vite:preloadError', fetchNewPage);

void boot();
