import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Settings } from '../../../modules/inboxes/port.ts';

/**
 * Whether the site vouches for its signed-in user: HMAC-SHA256(secret, id) in lower-case hex, compared in constant
 * time. Without a secret nobody is vouched for.
 */
export function verifyIdentify(settings: Settings, id: string, signature: string): boolean {
  const secret = settings.identifySecret;
  if (typeof secret !== 'string' || secret.length === 0 || !/^[0-9a-f]{64}$/.test(signature)) return false;
  const expected = createHmac('sha256', secret).update(id, 'utf8').digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}

export { listOf, originAllowed, originOf } from '../origins.ts';
