import { createHmac } from 'node:crypto';
import { bodyHmac } from '../../../kernel/signatures.ts';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { accountOf } from './settings.ts';

/** HMAC-SHA256 of the raw body under the app's secret, in base64. */
export const rule = bodyHmac({
  header: 'x-twitter-webhooks-signature',
  algorithm: 'sha256',
  encoding: 'base64',
  prefix: 'sha256=',
});

/** False without a secret. */
export const verify = (request: RawRequest, settings: Settings): boolean =>
  rule.verify(accountOf(settings).consumerSecret, request);

/** Answers the hourly challenge (CRC); null without a token or a secret. */
export function handshake(request: RawRequest, settings: Settings): string | null {
  const { consumerSecret } = accountOf(settings);
  const token = request.query.crc_token ?? '';
  if (!consumerSecret || token === '' || token.length > 1000) return null;
  const answer = createHmac('sha256', consumerSecret).update(token).digest('base64');
  return JSON.stringify({ response_token: `sha256=${answer}` });
}
