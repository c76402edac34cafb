/** A stretch of text, a link when `href` is there. */
export type Part = { text: string; href?: string };

/** Longer than this is no address anybody means (and patterns must not be fed without end). */
const maxLink = 2048;
const mail = /^[^\s@]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,8}$/u;

/** Splits a text into plain stretches and links (http, https, mail); nothing in it is ever read as markup. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  // Word by word, each looked at once: no pattern runs over the whole of a hostile text.
  for (const match of text.matchAll(/[^\s<>"'`]+/g)) {
    const link = match[0].length <= maxLink * 2 ? linkIn(match[0]) : null;
    if (!link) continue;
    const at = match.index + link.at;
    if (at > end) parts.push({ text: text.slice(end, at) });
    parts.push({ text: link.shown, href: link.href });
    end = at + link.shown.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

function linkIn(word: string): { at: number; shown: string; href: string } | null {
  const web = word.search(/https?:\/\/|www\.[^.]/i);
  const at = web >= 0 ? web : word.search(/[^([{*_~,;:]/);
  const shown = trimmed(word.slice(Math.max(0, at)));
  const href =
    shown.length > maxLink ? null : web >= 0 ? webHref(shown) : mail.test(shown) ? `mailto:${shown}` : null;
  return href ? { at, shown, href } : null;
}

function webHref(shown: string): string | null {
  if (/^https?:\/\/./i.test(shown)) return safeHref(shown);
  return /^www\.[^.]+\../i.test(shown) ? safeHref(`https://${shown}`) : null;
}

/** Without the punctuation of the sentence around it; a closing bracket stays when it was opened inside. */
function trimmed(link: string): string {
  let surplus = link.split(')').length - link.split('(').length;
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1] ?? '';
    if (!/[.,;:!?)\]}*_~…]/.test(last)) break;
    if (last === ')' && surplus-- <= 0) break;
  }
  return link.slice(0, end);
}

const allowed = new Set(['http:', 'https:', 'mailto:', 'tel:', 'sms:', 'geo:']);

/** The address if its scheme is harmless, else null: `javascript:` and its kin come from outside as well. */
export function safeHref(url: string, base?: string): string | null {
  if (!URL.canParse(url, base)) return null;
  const parsed = new URL(url, base);
  return allowed.has(parsed.protocol) ? parsed.href : null;
}
