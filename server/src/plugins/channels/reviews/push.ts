import type { Inbound } from '@meada/contract/channels';
import { bearerJwt } from '../../../kernel/bearer-jwt.ts';
import {
  type Arrival,
  type ChannelIo,
  MalformedError,
  type RawRequest,
  type Receipt,
  type Settings,
} from '../../../modules/inboxes/port.ts';
import { callApi, locationOf, textOf } from './api.ts';
import { updatedOf } from './cursor.ts';
import { defaultCertsUrl, defaultNotifyUrl } from './manifest.ts';
import { Review } from './review.ts';

/**
 * Being told of reviews instead of asking: the Business Profile notifies a Pub/Sub topic, which pushes to our address with
 * a token of a service account (OpenID). What it says is only that there is something: the reviews are asked for.
 */

const issuers = ['https://accounts.google.com', 'accounts.google.com'];
/** Reviews changed within this time are taken when we are told (ms); older ones the hourly look finds. */
const recentMs = 24 * 3_600_000;
const keysKeptMs = 3_600_000;
const keysAtMost = 100;

export const isPushed = (settings: Settings): boolean => textOf(settings, 'pushEmail') !== '';

type Kept = { at: number; text: Promise<string> };
const kept = new Map<string, Kept>();

/** The provider's public keys as they came, kept for an hour. Throws when they cannot be had: it will be pushed again. */
export function keys(io: ChannelIo): Promise<string> {
  const url = textOf(io.settings, 'certsUrl') || defaultCertsUrl;
  const now = io.now().getTime();
  const known = kept.get(url);
  if (known && now - known.at < keysKeptMs && now >= known.at) return known.text;
  if (kept.size >= keysAtMost) kept.clear();
  const text = fetchKeys(io, url);
  kept.set(url, { at: now, text });
  text.catch(() => kept.delete(url));
  return text;
}

async function fetchKeys(io: ChannelIo, url: string): Promise<string> {
  const response = await io.egress.fetch(url, { timeoutMs: 10_000, maxBytes: 256 * 1024, redirects: 0 });
  if (response.status !== 200) throw new Error(`keys: HTTP ${response.status}`);
  return new TextDecoder().decode(await response.bytes());
}

/** Our secret for the rule: whose token it must be, under which keys. */
function secretOf(request: RawRequest, settings: Settings): string {
  try {
    const { keys: list } = JSON.parse(request.keys ?? '') as { keys?: unknown };
    return JSON.stringify({ keys: list, email: textOf(settings, 'pushEmail'), issuers });
  } catch {
    return '';
  }
}

/** False while the inbox has no account to expect or no key of its own to ask with. */
export const verify = (request: RawRequest, settings: Settings): boolean =>
  isPushed(settings) &&
  textOf(settings, 'refreshToken') !== '' &&
  bearerJwt.verify(secretOf(request, settings), request);

type Pushed = { message?: { messageId?: unknown; data?: unknown } };

const objectIn = (bytes: Uint8Array): Pushed => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below.
  }
  throw new MalformedError('body');
};

/** A push holds one message, under a number that a further delivery repeats. */
export function arrivals({ body }: RawRequest): Arrival[] {
  const { message } = objectIn(body);
  const id = typeof message === 'object' && message !== null ? message.messageId : undefined;
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) throw new MalformedError('message.messageId');
  const data = typeof message?.data === 'string' ? Buffer.from(message.data, 'base64').toString('utf8') : '';
  const location = /locations\/(\d{1,40})/.exec(data)?.[1];
  const account = location ? { account: placeOf(location) } : {};
  return [{ ...account, externalId: `push:${id}`, body, headers: {}, facts: { pushed: true } }];
}

const placeOf = (location: string): string => `locations/${location}`;

/** One topic tells of all locations of an account: each inbox takes its own. */
export const accounts = (settings: Settings): string[] => [
  placeOf(locationOf(settings).split('/').at(-1) ?? ''),
];

/** Somebody wrote or changed a review here, or at a location nobody has an inbox for. */
export function parsePush(receipt: Receipt, settings: Settings): Inbound[] {
  const [pushed] = arrivals({ method: 'POST', url: '', query: {}, headers: {}, body: receipt.body });
  const { account } = pushed ?? {};
  const at = receipt.receivedAt;
  if (account && !accounts(settings).includes(account)) {
    const code = `unknown_account:${account.slice(0, 48)}`;
    return [{ kind: 'notice', code, level: 'info', text: account, at }];
  }
  return [{ kind: 'look_up', code: 'push', ref: 'reviews', at }];
}

/** The reviews changed lately, under the numbers that looking for them gives: what is known already is a copy. */
export async function lookUp(_ref: string, io: ChannelIo): Promise<Arrival[]> {
  const query = new URLSearchParams({ pageSize: '50', orderBy: 'updateTime desc' });
  const answer = await callApi(io, { method: 'GET', path: `${locationOf(io.settings)}/reviews?${query}` });
  if (answer.kind !== 'ok') throw new Error(answer.text);
  const list = Array.isArray(answer.body.reviews) ? answer.body.reviews : [];
  const since = io.now().getTime() - recentMs;
  return list.flatMap((raw): Arrival[] => {
    const read = Review.safeParse(raw);
    if (!read.success || updatedOf(read.data) < since) return [];
    const body = new TextEncoder().encode(JSON.stringify({ seen: 'told', review: read.data }));
    const externalId = `${read.data.reviewId}:${updatedOf(read.data)}`;
    return [{ externalId, body, headers: {}, facts: {} }];
  });
}

/** Has the account's notifications sent to the topic (My Business Notifications API); nothing without a topic. */
export async function connect(io: ChannelIo): Promise<void> {
  const pubsubTopic = textOf(io.settings, 'pushTopic');
  if (!pubsubTopic) return;
  const name = `${locationOf(io.settings).split('/locations/')[0]}/notificationSetting`;
  const base = (textOf(io.settings, 'notifyUrl') || defaultNotifyUrl).replace(/\/+$/, '');
  const body = { name, pubsubTopic, notificationTypes: ['NEW_REVIEW', 'UPDATED_REVIEW'] };
  const path = `${name}?updateMask=pubsubTopic,notificationTypes`;
  const answer = await callApi(io, { method: 'PATCH', base: `${base}/v1`, path, body });
  if (answer.kind !== 'ok') throw new Error(`notifications: ${answer.text}`);
}
