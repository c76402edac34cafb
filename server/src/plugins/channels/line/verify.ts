import { bodyHmac } from '../../../kernel/signatures.ts';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { accountOf } from './settings.ts';

/** HMAC-SHA256 of the raw body under the channel secret, in base64 (Receiving messages, verify signature). */
export const rule = bodyHmac({ header: 'x-line-signature', algorithm: 'sha256', encoding: 'base64' });

/** False without a secret. */
export const verify = (request: RawRequest, settings: Settings): boolean =>
  rule.verify(accountOf(settings).channelSecret, request);
