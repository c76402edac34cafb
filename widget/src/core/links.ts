/** A stretch of text, a link when `href` is there. */
export type Part = { text: string; href?: string };

const pattern = /https?:\/\/[^\s<>"'`]+|www\.[^\s<>"'`]+\.[^\s<>"'`]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;

/** Splits a text into plain stretches and links (http, https, mail); nothing in it is ever read as markup. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const shown = trimmed(match[0]);
    const href = hrefOf(shown);
    if (!href) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** Without the punctuation of the sentence around it; a closing bracket stays when it was opened inside. */
function trimmed(link: string): string {
  let shown = link;
  for (;;) {
    const last = shown.at(-1) ?? '';
    const closes = last === ')' && shown.split('(').length > shown.split(')').length - 1;
    if (!/[.,;:!?)\]}*_~…]/.test(last) || closes) return shown;
    shown = shown.slice(0, -1);
  }
}

function hrefOf(shown: string): string | null {
  if (/^https?:/i.test(shown)) return safeHref(shown);
  return shown.includes('@') && !/^www\./i.test(shown) ? `mailto:${shown}` : safeHref(`https://${shown}`);
}

const allowed = new Set(['http:', 'https:', 'mailto:', 'tel:', 'sms:', 'geo:']);

/** The address if its scheme is harmless, else null: `javascript:` and its kin come from outside as well. */
export function safeHref(url: string, base?: string): string | null {
  if (!URL.canParse(url, base)) return null;
  const parsed = new URL(url, base);
  return allowed.has(parsed.protocol) ? parsed.href : null;
}
