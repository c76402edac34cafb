import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { accountOf } from './settings.ts';

/** The header that carries the signature, in lower case. */
export const signatureHeader = 'x-twitter-webhooks-signature';

/** HMAC-SHA256 under the app's secret in base64, as the platform writes signatures and wants its challenge answered. */
export const sign = (bytes: Uint8Array | string, consumerSecret: string): string =>
  `sha256=${createHmac('sha256', consumerSecret).update(bytes).digest('base64')}`;

/** Checks the signature over the bytes as they came, in constant time; false without a secret. */
export function verify(request: RawRequest, settings: Settings): boolean {
  const { consumerSecret } = accountOf(settings);
  const given = request.headers[signatureHeader];
  if (!consumerSecret || typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(sign(request.body, consumerSecret))];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Answers the hourly challenge (CRC); null without a token or a secret. */
export function handshake(request: RawRequest, settings: Settings): string | null {
  const { consumerSecret } = accountOf(settings);
  const token = request.query.crc_token ?? '';
  if (!consumerSecret || token === '' || token.length > 1000) return null;
  return JSON.stringify({ response_token: sign(token, consumerSecret) });
}
