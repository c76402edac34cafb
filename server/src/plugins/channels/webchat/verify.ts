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

/**
 * Whether a page of this origin may use the chat. `own` is the installation's own origin, which always may; an entry
 * is an origin (`https://shop.example`) or one with a leading star label (`https://*.shop.example`). An empty list
 * lets every site in: the chat shows nothing but what the visitor wrote.
 */
export function originAllowed(settings: Settings, origin: string | undefined, own: string): boolean {
  const allowed = listOf(settings.origins);
  if (origin === undefined || origin === own || allowed.length === 0) return true;
  return allowed.some((entry) => matches(entry, origin));
}

function matches(entry: string, origin: string): boolean {
  const wanted = originOf(entry.replace('://*.', '://any-label.'));
  const given = originOf(origin);
  if (!wanted || !given || wanted.protocol !== given.protocol || wanted.port !== given.port) return false;
  if (!entry.includes('://*.')) return wanted.hostname === given.hostname;
  const suffix = wanted.hostname.slice('any-label'.length);
  return given.hostname.endsWith(suffix) && given.hostname.length > suffix.length;
}

/** An http(s) origin, or null. */
export function originOf(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : null;
}

/** The list of a setting, cleaned of spaces and empty lines. */
export function listOf(value: Settings[string]): string[] {
  return Array.isArray(value) ? value.map((entry) => entry.trim()).filter((entry) => entry !== '') : [];
}
