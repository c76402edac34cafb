import { bodyHmac, sameText } from '../../../kernel/signatures.ts';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { accountOf } from './settings.ts';

/** The header that carries the signature, in lower case. */
export const signatureHeader = 'x-hub-signature-256';

/** As Meta signs: HMAC-SHA256 of the raw body under the app secret, in lower-case hex. */
export const rule = bodyHmac({
  header: signatureHeader,
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
});

/** Over the bytes as they came: whether `ã` stands raw or escaped is the sender's affair. False without a secret. */
export const verify = (request: RawRequest, settings: Settings): boolean =>
  rule.verify(accountOf(settings).appSecret, request);

/** Answers Meta's subscription handshake with the challenge, or null when mode, token or challenge are not right. */
export function handshake(request: RawRequest, settings: Settings): string | null {
  const { verifyToken } = accountOf(settings);
  const token = request.query['hub.verify_token'] ?? '';
  const challenge = request.query['hub.challenge'] ?? '';
  if (request.query['hub.mode'] !== 'subscribe' || !verifyToken) return null;
  // What we echo is a stranger's text: only what a challenge looks like.
  if (!/^[\w.-]{1,256}$/.test(challenge)) return null;
  return sameText(token, verifyToken) ? challenge : null;
}
