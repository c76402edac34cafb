import { render } from 'preact';
import type { Bridge, Call } from './bridge.ts';
import type { Context } from './chat/context.ts';
import { adoptRead, markRead, showUnread } from './chat/reading.ts';
import { flush, refresh } from './chat/sender.ts';
import { fetchNews, openSession, takeFrame } from './chat/session.ts';
import { createStore, initialState } from './chat/state.ts';
import { restoreFiles } from './chat/uploads.ts';
import { introduce, listen } from './chat/visit.ts';
import { keepOf } from './core/keep.ts';
import { pauseBefore } from './core/schedule.ts';
import { localeOf, textsOf } from './core/texts.ts';
import { type Api, ApiError, apiOf, type Identify } from './net/api.ts';
import { liveOf } from './net/live.ts';
import composer from './style/composer.css?inline';
import contents from './style/contents.css?inline';
import narrow from './style/narrow.css?inline';
import panel from './style/panel.css?inline';
import thread from './style/thread.css?inline';
import { Root } from './ui/Root.tsx';

/** How often a browser without a socket asks for news (ms), before jitter. */
const pollEvery = 4000;

function contextOf(bridge: Bridge): Context {
  const keep = keepOf(bridge.inboxKey, () => localStorage);
  const store = createStore();
  const locale = localeOf(bridge.locale, document.documentElement.lang, navigator.language);
  const api: Api = apiOf(bridge.server, () => keep.get('token'));
  const listeners: [string, (value: unknown) => void][] = [];
  const context: Context = {
    bridge,
    keep,
    store,
    api,
    locale,
    texts: textsOf[locale],
    cursor: null,
    identify: null,
    era: 0,
    stale: null,
    live: liveOf({
      server: bridge.server,
      token: () => keep.get('token'),
      cursor: () => context.cursor,
      onFrame: (frame) => takeFrame(context, frame),
      onState: (connected) => {
        const { link } = store.get();
        store.set({ link: connected ? 'live' : link === 'polling' ? link : 'offline' });
        if (connected) void flush(context);
      },
    }),
    renew: () => void openSession(context),
    emit(name, value) {
      for (const [wanted, run] of listeners) if (wanted === name) quietly(() => run(value));
    },
  };
  bridge.take = (call) => take(context, call, listeners);
  return context;
}

/** A mistake in the page's own listener must not stop the chat. */
function quietly(run: () => void): void {
  try {
    run();
  } catch (error) {
    console.error(error);
  }
}

type Listeners = [string, (value: unknown) => void][];

/** The page's calls of `window.Meada`. */
function take(context: Context, [name, ...rest]: Call, listeners: Listeners): void {
  const calls: Record<string, () => void> = {
    open: () => setOpen(context, true),
    close: () => setOpen(context, false),
    toggle: () => setOpen(context, !context.store.get().open),
    identify: () => identify(context, rest[0] as Identify),
    forget: () => forget(context),
    on: () =>
      void (typeof rest[1] === 'function' && listeners.push([String(rest[0]), rest[1] as () => void])),
  };
  const run = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (run) run();
  else console.warn(`Meada: unknown call ${name}`);
}

/** Opens or closes the panel; the focus goes back to the launcher. */
function setOpen(context: Context, open: boolean): void {
  const { store, bridge } = context;
  if (store.get().open === open) return;
  store.set({ open });
  quietly(() => sessionStorage.setItem(`meada:${bridge.inboxKey}:open`, open ? '1' : ''));
  context.emit(open ? 'open' : 'close');
  if (!open) bridge.launcher.focus({ preventScroll: true });
  else if (store.get().phase === 'idle') void openSession(context);
  else listen(context);
}

/** Remembers what the site vouches for and tells the server, if this visitor has begun to talk. */
function identify(context: Context, claim: Identify): void {
  if (typeof claim?.id !== 'string' || typeof claim.signature !== 'string') return;
  // Another person on the same browser: nothing of the one before stays, sign-out told or not.
  const last = context.keep.get('user');
  if (last !== null && last !== claim.id) forget(context);
  context.keep.set('user', claim.id);
  context.identify = { id: claim.id, signature: claim.signature, name: claim.name, email: claim.email };
  introduce(context);
  if (context.store.get().phase !== 'idle' || context.keep.get('token')) void openSession(context);
}

/** The person signed out of the site: this browser knows nothing of them any more. */
function forget(context: Context): void {
  context.era++;
  context.live.stop();
  for (const name of context.keep.names('')) if (name !== 'look') context.keep.set(name, null);
  context.cursor = null;
  context.identify = null;
  context.store.set({ ...initialState });
}

/** Asks for news while the socket is down and somebody may be looking. */
function poll(context: Context, attempt = 0): void {
  const wait =
    attempt === 0 ? pollEvery * (0.8 + Math.random() * 0.4) : pauseBefore(attempt + 2, Math.random());
  setTimeout(async () => {
    const { phase, link, open, thread } = context.store.get();
    const wanted = phase === 'ready' && link !== 'live' && (open || thread.conversation !== null);
    if (!wanted || document.visibilityState !== 'visible') return poll(context);
    try {
      await fetchNews(context);
      if (context.store.get().link === 'offline') context.store.set({ link: 'polling' });
      void flush(context);
      poll(context);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) void openSession(context);
      if (context.store.get().link === 'polling') context.store.set({ link: 'offline' });
      poll(context, attempt + 1);
    }
  }, wait);
}

/** What happens outside the chat: network, tab in front, other tabs. */
function attend(context: Context): void {
  const { keep, live, store } = context;
  const back = () => {
    markRead(context);
    live.nudge();
    void flush(context);
  };
  addEventListener('online', back);
  addEventListener('pageshow', back);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && back());
  keep.onChange((name) => {
    if (name === '' || (name === 'token' && keep.get('token') === null)) return forget(context);
    // Another tab signed in as somebody: everything on this screen belongs to the old visitor.
    if (name === 'token' && store.get().phase !== 'idle') {
      live.stop();
      void openSession(context);
    }
    if (name === 'known') store.set({ introduced: true });
    if (name === 'read') adoptRead(context);
    if (name.startsWith('out:')) {
      refresh(context);
      void flush(context);
    }
  });
  store.subscribe(() => {
    markRead(context);
    showUnread(context);
  });
}

/** Open again after a reload; on a phone only then, for there it would cover the next page. */
function wasOpen(inboxKey: string): boolean {
  try {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const small = matchMedia('(max-width: 480px)').matches;
    return sessionStorage.getItem(`meada:${inboxKey}:open`) === '1' && (!small || entry?.type === 'reload');
  } catch {
    return false;
  }
}

function start(bridge: Bridge): void {
  const context = contextOf(bridge);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(panel + thread + contents + composer + narrow);
  bridge.shadow.adoptedStyleSheets = [...bridge.shadow.adoptedStyleSheets, sheet];
  const root = document.createElement('div');
  bridge.shadow.append(root);
  render(<Root context={context} onClose={() => setOpen(context, false)} />, root);
  attend(context);
  refresh(context);
  restoreFiles(context);
  poll(context);
  for (const call of bridge.calls.splice(0)) bridge.take?.(call);
  if (wasOpen(bridge.inboxKey)) setOpen(context, true);
  else if (context.keep.get('token')) void openSession(context);
}

const bridge = window.Meada?.bridge;
if (bridge && !bridge.take) start(bridge);
