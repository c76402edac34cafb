import type { Settings } from '../../modules/inboxes/port.ts';

/** Which pages may use what an inbox puts on them: for every channel that lives on pages of others. */

/**
 * Whether a page of this origin may. `own` is the installation's own origin, which always may; an entry is an origin
 * (`https://shop.example`) or one with a leading star label (`https://*.shop.example`). An empty list lets every site in.
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

/** `#rrggbb` in lower case, or null. */
export function colourOf(text: unknown): string | null {
  return typeof text === 'string' && /^#[0-9a-f]{6}$/i.test(text.trim()) ? text.trim().toLowerCase() : null;
}
