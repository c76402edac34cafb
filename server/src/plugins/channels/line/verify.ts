import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { accountOf } from './settings.ts';

/** The header that carries the signature, in lower case. */
export const signatureHeader = 'x-line-signature';

/** HMAC-SHA256 of the raw body under the channel secret, in base64 (Receiving messages, verify signature). */
export const sign = (body: Uint8Array, channelSecret: string): string =>
  createHmac('sha256', channelSecret).update(body).digest('base64');

/** Checks the signature in constant time; false without a secret. */
export function verify(request: RawRequest, settings: Settings): boolean {
  const { channelSecret } = accountOf(settings);
  const given = request.headers[signatureHeader];
  if (!channelSecret || typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(sign(request.body, channelSecret))];
  return a.length === b.length && timingSafeEqual(a, b);
}
