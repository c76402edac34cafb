import type { AnswerOf } from '@meada/contract/route';
import { dropPush, readPush, subscribePush } from '@meada/contract/routes/push';
import type { Me } from '@meada/contract/routes/session';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { ownerOf } from './keep.ts';

/** Whose this browser's subscription is, and by which line the server knows it. */
type Mark = { owner: string; id: string; endpoint: string; at: number };
const place = 'meada.push';
const day = 24 * 3_600_000;

export type Push = AnswerOf<typeof readPush>;
export const pushQuery = queryOptions({
  queryKey: ['push'],
  queryFn: ({ signal }) => call(readPush, undefined, { signal }),
  staleTime: 0,
});

function readMark(): Mark | null {
  try {
    return JSON.parse(localStorage.getItem(place) ?? 'null') as Mark | null;
  } catch {
    return null;
  }
}

/** Whether this browser is told by push: it then needs no notification of the page's own. */
export const isSubscribed = (): boolean => readMark() !== null;
/** The line of this browser. */
export const ownDevice = (): string | null => readMark()?.id ?? null;

/** What stands in the way of telling this browser; null: nothing. */
export function obstacle(): 'unsupported' | 'refused' | 'install' | null {
  const apple = /iPhone|iPad/.test(navigator.userAgent);
  const able = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  // On iPhone and iPad only the installed app may.
  if (!able) return apple ? 'install' : 'unsupported';
  return Notification.permission === 'denied' ? 'refused' : null;
}

const bytesOf = (key: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(key.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const sameKey = (has: ArrayBuffer | null, wanted: Uint8Array): boolean =>
  has !== null && new Uint8Array(has).every((byte, at) => byte === wanted[at]);

async function subscription(publicKey: string): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const applicationServerKey = bytesOf(publicKey);
  const there = await pushManager.getSubscription();
  if (there && sameKey(there.options.applicationServerKey, applicationServerKey)) return there;
  await there?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

async function tell(me: Me, publicKey: string): Promise<void> {
  const { endpoint = '', keys } = (await subscription(publicKey)).toJSON();
  const { id } = await call(subscribePush, {
    body: { endpoint, p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' },
  });
  const mark: Mark = { owner: ownerOf(me), id, endpoint, at: Date.now() };
  localStorage.setItem(place, JSON.stringify(mark));
}

/** Lets this browser be told; asks its leave. Answers whether it was given. */
export async function subscribe(me: Me, { publicKey }: Push): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  await tell(me, publicKey);
  return true;
}

/** Ends this browser's subscription, here and at the server. */
export async function dropSubscription(): Promise<void> {
  const mark = readMark();
  localStorage.removeItem(place);
  if (mark) await call(dropPush, { params: { id: mark.id } }).catch(() => null);
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
}

/**
 * Once a day, and after a new sign-in, the server is told again where this browser is: the subscription ended with the former
 * session. Somebody else's, left by a session that ran out, is dropped.
 */
export async function renewSubscription(me: Me): Promise<void> {
  const mark = readMark();
  if (!mark) return;
  const same = mark.owner.endsWith(`/${me.personId}`);
  if (!same || Notification.permission !== 'granted') return dropSubscription();
  const { publicKey, devices } = await call(readPush);
  // In another of their organisations it is another line.
  const known = devices.some(({ id, current }) => id === mark.id && current);
  if (!known || Date.now() - mark.at > day) await tell(me, publicKey);
}
