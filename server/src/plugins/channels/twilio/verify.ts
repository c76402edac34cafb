import { addressAndFormHmac } from '../../../kernel/signatures.ts';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { accountOf } from './settings.ts';

/**
 * As Twilio signs (Security, "Validating Signatures"): HMAC-SHA1 under the Auth Token over the address called and the
 * sorted fields; a body that is no form is covered by `bodySHA256` in the address.
 */
export const rule = addressAndFormHmac('x-twilio-signature');

/** False without a token. */
export const verify = (request: RawRequest, settings: Settings): boolean =>
  rule.verify(accountOf(settings).authToken, request);
