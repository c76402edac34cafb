import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { accountOf } from './settings.ts';

/** HMAC-SHA256 of the raw body in lower-case hex. */
export const sign = (body: Uint8Array, secret: string): string =>
  createHmac('sha256', secret).update(body).digest('hex');

/**
 * Checks a gateway's notice as the settings say: a shared secret in the address or a header (it does not cover the
 * body), or an HMAC-SHA256 of the body in hex or base64, with or without `sha256=` before it. False without a secret.
 */
export function verify(request: RawRequest, settings: Settings): boolean {
  const { hookSecret, proofPlace, proofName } = accountOf(settings);
  if (!hookSecret) return false;
  if (proofPlace === 'query') return same(request.query[proofName] ?? '', hookSecret);
  const given = request.headers[proofName.toLowerCase()] ?? '';
  if (proofPlace === 'header') return same(given.replace(/^Bearer /i, ''), hookSecret);
  const hex = sign(request.body, hookSecret);
  const bare = given.replace(/^sha256=/, '');
  return same(bare, hex) || same(bare, Buffer.from(hex, 'hex').toString('base64'));
}

/** Equality in constant time, whatever the lengths. */
function same(one: string, other: string): boolean {
  const digest = (value: string) => createHmac('sha256', 'compare').update(value).digest();
  return timingSafeEqual(digest(one), digest(other));
}
