import type { OutboundMessage } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import { cleanHtml } from '../../../kernel/html.ts';
import { escaped } from './escaped.ts';

/** Longest quotation; of a longer one the beginning stays. */
const longest = { text: 100_000, html: 400_000 };

/** The line above a quotation, in words every mail program knows how to fold away. */
const introductions: Record<Locale, (when: string, who: string) => string> = {
  'pt-BR': (when, who) => `Em ${when}, ${who} escreveu:`,
  en: (when, who) => `On ${when}, ${who} wrote:`,
  es: (when, who) => `El ${when}, ${who} escribió:`,
};

/** The clock of the firm, as its letters tell time; a zone this machine does not know is UTC, said so. */
function timeIn(timeZone: string, locale: Locale): Intl.DateTimeFormat {
  const style = { dateStyle: 'long', timeStyle: 'short' } as const;
  try {
    return new Intl.DateTimeFormat(locale, { ...style, timeZone });
  } catch {
    return new Intl.DateTimeFormat(locale, { ...style, timeStyle: 'long', timeZone: 'UTC' });
  }
}

function introduction({ quoted, author }: OutboundMessage): string {
  if (!quoted) return '';
  const when = timeIn(quoted.zone, author.locale).format(new Date(quoted.at));
  return introductions[author.locale](when, quoted.from.replace(/\s+/g, ' ').slice(0, 300));
}

/** What is answered, as plain mail quotes it (RFC 3676 §4.5): each line behind `>`; the empty text without one. */
export function quotedText(message: OutboundMessage): string {
  if (!message.quoted) return '';
  const lines = message.quoted.text.slice(0, longest.text).toWellFormed().trim().split(/\r?\n/);
  const quoted = lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd())).join('\n');
  return `\n${introduction(message)}\n${quoted}\n`;
}

/**
 * The same in HTML, in the form Gmail and others fold away by. Made safe, without any picture: a tracking pixel of who
 * wrote it must not tell them who got our answer.
 */
export function quotedHtml(message: OutboundMessage): string {
  const { quoted } = message;
  if (!quoted) return '';
  const raw = quoted.html?.slice(0, longest.html);
  const body = raw
    ? cleanHtml(raw, { images: 'block', cid: () => null }).html
    : escaped(quoted.text.slice(0, longest.text).toWellFormed());
  const style = 'margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex';
  return `<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${escaped(introduction(message))}<br></div><blockquote class="gmail_quote" type="cite" style="${style}">${body}</blockquote></div>\n`;
}
