import { addressesIn } from '../i18n/files.ts';
import { createStore } from '../live/store.ts';

/** A new build of the desk waits to take over. */
export const offered = createStore<ServiceWorker | null>(null);

const hour = 3_600_000;
/** So long a machine that has just drawn the first screen is left to the person before files are stored behind it (ms). */
const calm = 5000;

/** By which script a page began: the same as the worker's when they are of one build. */
const ownEntry = (): string =>
  document.querySelector<HTMLScriptElement>('script[type=module][src]')?.getAttribute('src') ?? '';

const entryOf = (worker: ServiceWorker): Promise<unknown> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ t: 'entry' }, [port2]);
  });

/** A page that is already of the new build lets its worker begin; another page offers it to the person. */
async function weigh(waiting: ServiceWorker): Promise<void> {
  if ((await entryOf(waiting)) === ownEntry()) waiting.postMessage({ t: 'begin' });
  else offered.set(() => waiting);
}

function watch(registration: ServiceWorkerRegistration): void {
  const { installing } = registration;
  installing?.addEventListener('statechange', () => {
    // Without a former worker there is nothing to take over from.
    if (installing.state === 'installed' && navigator.serviceWorker.controller) void weigh(installing);
    if (installing.state === 'activated') offered.set(() => null);
  });
}

/** Files of ours among what was loaded. */
const filesIn = (entries: PerformanceEntryList): string[] =>
  entries
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
    .map(({ pathname }) => pathname);

/** What was on its way when the worker took over comes within this time (ms); later files it keeps by itself. */
const onTheWay = 30_000;

/**
 * Tells the worker of files the page loaded without it: before there was one, and while it took over. And unless the person
 * saves data, of all texts of their language: a screen without its texts is not drawn.
 */
function tellLoaded(worker: ServiceWorker | null, spare: boolean): void {
  const loaded = filesIn(performance.getEntriesByType('resource'));
  const texts = spare ? [] : addressesIn(document.documentElement.lang);
  worker?.postMessage({ t: 'keep', files: [...loaded, ...texts], spare });
  const observer = new PerformanceObserver((list) => {
    const files = filesIn(list.getEntries());
    if (files.length > 0) worker?.postMessage({ t: 'keep', files, spare: true });
  });
  observer.observe({ type: 'resource' });
  setTimeout(() => observer.disconnect(), onTheWay);
}

let registration: ServiceWorkerRegistration | null = null;
let lookedAt = 0;

/** Looks for a new build, at most once an hour, or `now`: a server that comes back may be a newer one. */
export function lookForUpdate(now = false): void {
  if (!registration || (!now && Date.now() - lookedAt < hour)) return;
  lookedAt = Date.now();
  registration.update().catch(() => {});
}

/**
 * Registers the service worker; a browser without one, or an address without TLS, does without. Calls `open` with the
 * address of a notification that was clicked.
 */
export async function startWorker(open: (path: string) => void): Promise<void> {
  const { serviceWorker } = navigator;
  if (!serviceWorker || import.meta.env.DEV) return;
  serviceWorker.addEventListener('message', ({ data }) => {
    if (data?.t === 'open' && typeof data.path === 'string') open(data.path);
  });
  await new Promise((resolve) => setTimeout(resolve, calm));
  registration = await serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  lookedAt = Date.now();
  registration.addEventListener('updatefound', () => registration && watch(registration));
  if (registration.waiting && serviceWorker.controller) void weigh(registration.waiting);
  watch(registration);
  const ready = await serviceWorker.ready;
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  tellLoaded(ready.active, connection?.saveData === true);
}

/** Changes to the new build: its worker takes over, then the page is loaded anew. */
export function changeOver(waiting: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage({ t: 'begin' });
}
