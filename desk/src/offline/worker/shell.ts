import { type ShellFiles, scope } from './kit.ts';

/**
 * The app shell. Every build has a store of its own, filled as a whole before the build's worker may take over, and the
 * page always comes from the network when there is one: so a page never meets code of another build, and nobody is kept on
 * an old one (docs/decisions/0046-offline-and-push.md).
 */
declare const __SHELL__: ShellFiles;
export const shell = __SHELL__;

const prefix = 'meada-shell-';
const own = prefix + shell.version;
/** A page that does not come within this time is taken from the store, if it is there (ms). */
const patience = 4000;
/** The server varies the page by cookie and files by encoding; the store holds one of each. */
const anyVary = { ignoreVary: true };

/** Addresses that are no screens of the desk, as the server has it (`server/src/kernel/http/fronts.ts`). */
const notOurs = /^\/(api|hooks|files|assets|widget|chat|icons)\/|\.\w+$/;
/** Files that never change under their name. */
const lasting = /^\/(assets|icons)\//;

/** Between two files nobody waits for, the machine is left to the person (ms). */
const pause = 60;
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pause));

async function take(cache: Cache, file: string): Promise<void> {
  // A file of the same name is the same file: the former build's copy will do.
  const known = await caches.match(file, anyVary);
  if (known) return cache.put(file, known);
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  await cache.put(file, answer);
}

/** Fills the store of this build, or nothing: a server that has another build by now makes the worker fail and try later. */
export async function install(): Promise<void> {
  const cache = await caches.open(own);
  try {
    const page = await fetch('/', { cache: 'no-store', credentials: 'same-origin' });
    const html = await page.clone().text();
    if (!page.ok || !html.includes(shell.entry)) throw new Error('the page is of another build');
    await Promise.all(shell.files.map((file) => take(cache, file)));
    await cache.put('/', page);
  } catch (error) {
    await caches.delete(own);
    throw error;
  }
}

/** Takes over, and lets go of what is older than the build before this one: a tab of that may still be open. */
export async function activate(): Promise<void> {
  const stores = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own);
  await Promise.all(stores.slice(0, -1).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** A file that never changes: from a store, else from the network and into this build's store. */
export async function fileOf(request: Request): Promise<Response> {
  const known = await caches.match(request.url, anyVary);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) {
    const cache = await caches.open(own);
    await cache.put(request.url, answer.clone());
  }
  return answer;
}

/** The page: the network's, unless it is away, broken or slow and the page is in the store. */
export async function pageOf(request: Request): Promise<Response> {
  const kept = await caches.match('/', { ...anyVary, cacheName: own });
  const asked = fetch(request);
  if (!kept) return asked;
  const late = new Promise<null>((resolve) => setTimeout(resolve, patience, null));
  const answer = await Promise.race([asked.catch(() => null), late]);
  return answer && answer.status < 500 ? answer : kept;
}

/** Which of the two a request is for; null: neither is ours to answer. */
export function answerFor(request: Request): ((request: Request) => Promise<Response>) | null {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== scope.location.origin) return null;
  if (request.mode === 'navigate') return notOurs.test(pathname) ? null : pageOf;
  return lasting.test(pathname) ? fileOf : null;
}

/**
 * Keeps files that a page loaded before there was a worker (they come out of the browser's own cache), and then, unless the
 * person saves data, what a conversation may come to need: one after the other, so that nobody waits for it.
 */
export async function keep(addresses: readonly unknown[], spare: boolean): Promise<void> {
  const cache = await caches.open(own);
  const lacking = async (file: string): Promise<boolean> => !(await cache.match(file, anyVary));
  const files = addresses.filter((one): one is string => typeof one === 'string' && lasting.test(one));
  for (const file of files) if (await lacking(file)) await take(cache, file).catch(() => {});
  for (const file of spare ? [] : shell.later)
    if (await lacking(file)) await take(cache, file).then(rest, rest);
}
