import { scope } from './kit.ts';

/** What a push says, as the server seals it for this browser (`contract/src/push.ts`). */
type Told = { title: string; body: string; tag: string; path: string; lang: string; at: number };

const text = (value: unknown, other: string): string => (typeof value === 'string' && value ? value : other);

function read(data: { json(): unknown } | null): Told {
  let told: Partial<Record<keyof Told, unknown>> = {};
  try {
    told = (data?.json() ?? {}) as typeof told;
  } catch {
    // Shown all the same: a browser takes its leave back from who receives a push and shows nothing.
  }
  return {
    title: text(told.title, 'Meada'),
    body: text(told.body, ''),
    tag: text(told.tag, 'meada'),
    path: text(told.path, '/conversations'),
    lang: text(told.lang, 'pt-BR'),
    at: typeof told.at === 'number' ? told.at : Date.now(),
  };
}

/** Shows what was pushed; a newer word on the same conversation takes the older one's place. */
export function pushed(data: { json(): unknown } | null): Promise<void> {
  const { title, body, tag, path, lang, at } = read(data);
  const look = { icon: '/icons/app-192.png', badge: '/icons/badge-96.png' };
  const options = { body, tag, lang, renotify: true, timestamp: at, data: { path }, ...look };
  return scope.registration.showNotification(title, options);
}

/** Opens what a notification is about, in a tab that is there, else in a new one. Only addresses of our own. */
export async function clicked(notification: Notification): Promise<void> {
  notification.close();
  const { origin } = scope.location;
  const { path } = (notification.data ?? {}) as { path?: unknown };
  const asked = URL.parse(text(path, '/conversations'), origin);
  const url = asked?.origin === origin ? asked : new URL('/conversations', origin);
  const tabs = await scope.clients.matchAll({ type: 'window' });
  const tab = tabs.find((one) => one.visibilityState === 'visible') ?? tabs[0];
  if (!tab) return void (await scope.clients.openWindow(url.href));
  tab.postMessage({ t: 'open', path: url.pathname + url.search });
  await tab.focus();
}

/** The browser gave the subscription another address: the server is told, so that pushing does not end silently. */
export async function renewed(subscription: PushSubscription | null | undefined): Promise<void> {
  const key = (await scope.registration.pushManager.getSubscription())?.options.applicationServerKey;
  const fresh = subscription ?? (await resubscribe(key));
  if (!fresh) return;
  const { endpoint, keys } = fresh.toJSON();
  await fetch('/api/push/subscriptions', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'x-meada-csrf': '1' },
    body: JSON.stringify({ endpoint, p256dh: keys?.p256dh, auth: keys?.auth }),
  });
}

async function resubscribe(key: ArrayBuffer | null | undefined): Promise<PushSubscription | null> {
  if (!key) return null;
  return scope.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}
