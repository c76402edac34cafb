import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawRequest } from '../../modules/inboxes/port.ts';

/** The header that carries the signature, in lower case. */
export const signatureHeader = 'x-hub-signature-256';

/** Signature as the platform writes it: HMAC-SHA256 of the raw body under the app secret, in lower-case hex. */
export const signatureOf = (body: Uint8Array, appSecret: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

/**
 * Checks `X-Hub-Signature-256` over the bytes as they came: whether `ã` stands raw or escaped is the sender's affair
 * and both sign what was sent. False without a secret.
 */
export function isSigned(request: RawRequest, appSecret: string): boolean {
  const given = request.headers[signatureHeader];
  if (!appSecret || !given || !/^sha256=[0-9a-f]{64}$/.test(given)) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(signatureOf(request.body, appSecret)));
}

/** Answers the subscription handshake with the challenge, or null when mode, token or challenge are not right. */
export function challengeOf(request: RawRequest, verifyToken: string): string | null {
  const token = request.query['hub.verify_token'] ?? '';
  const challenge = request.query['hub.challenge'] ?? '';
  if (request.query['hub.mode'] !== 'subscribe' || !verifyToken) return null;
  // What we echo is a stranger's text: only what a challenge looks like.
  if (!/^[\w.-]{1,256}$/.test(challenge)) return null;
  return same(token, verifyToken) ? challenge : null;
}

/** Equality in constant time, whatever the lengths. */
function same(one: string, other: string): boolean {
  const digest = (value: string) => createHmac('sha256', 'compare').update(value).digest();
  return timingSafeEqual(digest(one), digest(other));
}
