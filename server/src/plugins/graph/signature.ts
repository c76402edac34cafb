import { bodyHmac, sameText } from '../../kernel/signatures.ts';
import type { RawRequest } from '../../modules/inboxes/port.ts';

/** The header that carries the signature, in lower case. */
export const signatureHeader = 'x-hub-signature-256';

/** As the platform signs: HMAC-SHA256 of the raw body under the app secret, in lower-case hex. */
export const rule = bodyHmac({
  header: signatureHeader,
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
});

/** Answers the subscription handshake with the challenge, or null when mode, token or challenge are not right. */
export function challengeOf(request: RawRequest, verifyToken: string): string | null {
  const token = request.query['hub.verify_token'] ?? '';
  const challenge = request.query['hub.challenge'] ?? '';
  if (request.query['hub.mode'] !== 'subscribe' || !verifyToken) return null;
  // What we echo is a stranger's text: only what a challenge looks like.
  if (!/^[\w.-]{1,256}$/.test(challenge)) return null;
  return sameText(token, verifyToken) ? challenge : null;
}
