import type { OutboundMessage } from '@meada/contract/channels';
import { type Outgoing, productsInWords } from '@meada/contract/content';
import type Mailer from 'nodemailer/lib/mailer/index.js';
import { cleanHtml, textOfHtml } from '../../../kernel/html.ts';
import type { Settings } from '../../../modules/inboxes/port.ts';
import { messageIdFor, replyAddress, wireAddress } from './address.ts';
import { escaped } from './escaped.ts';
import { quotedHtml, quotedText } from './quote.ts';

/** What send needs beside the files: header fields, bodies, envelope. */
type FormattedMail = Mailer.Options & {
  envelope: { from: string; to: string[]; dsn: Dsn };
  messageId: string;
};
/** Asks for word of a failure or delay only, with our own number (RFC 3461); servers that cannot are not asked. */
type Dsn = { id: string; return: 'headers'; notify: string[]; recipient: string };

/** One line without anything that could begin another header. */
const line = (text: string, max = 900) =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, max)
    .toWellFormed();

/** An outgoing message as a mail, without its files. Pure. `brand` is the sender name when the settings have none. */
export function format(message: OutboundMessage, settings: Settings, brand = ''): FormattedMail {
  const own = String(settings.address ?? '');
  const tracked = settings.replyTracking !== false;
  const reply = tracked ? replyAddress(own, message.replyToken) : own;
  const text = bodyOf(message.content as Outgoing);
  const signature = signatureOf(message, settings, brand);
  const references = threadOf(message);
  return {
    from: { name: senderName(message.author.name, String(settings.name || brand)), address: own },
    to: [recipient(message.to)],
    cc: (message.cc ?? []).map(recipient),
    ...(tracked ? { replyTo: { name: line(String(settings.name || brand), 100), address: reply } } : {}),
    subject: subjectOf(message, references.length > 0),
    messageId: messageIdFor(message.dispatchId, message.replyToken, own),
    ...(references.length ? { inReplyTo: references.at(-1), references } : {}),
    text: `${signature ? `${text}\n\n-- \n${signature.text}\n` : `${text}\n`}${quotedText(message)}`,
    html: `${htmlOf(message, text, signature?.html)}${quotedHtml(message)}`,
    headers: {
      'X-Meada-Loop': own,
      ...(message.automatic
        ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', Precedence: 'auto_reply' }
        : {}),
    },
    envelope: {
      from: reply,
      to: receivers(message),
      dsn: { id: message.dispatchId, return: 'headers', notify: ['failure', 'delay'], recipient: own },
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

const recipient = (address: { value: string; name?: string }) => ({
  name: line(address.name ?? '', 100),
  address: wireAddress(line(address.value, 320)),
});

/** Everybody once, the one it is written to first. */
const receivers = ({ to, cc = [], bcc = [] }: OutboundMessage): string[] => [
  ...new Set([to, ...cc, ...bcc].map((one) => wireAddress(line(one.value, 320)))),
];

/**
 * What stands below plain words: the signature that came along, or the inbox's own with the names in it. Rich text was
 * written with one in it, where its author saw and could change it.
 */
function signatureOf(
  message: OutboundMessage,
  settings: Settings,
  brand: string,
): { text: string; html: string } | null {
  if (message.html) return null;
  if (message.signature) {
    const { html } = cleanHtml(message.signature, { images: 'block', cid: () => null });
    return { text: textOfHtml(html), html };
  }
  const values: Record<string, string> = { 'agent.name': message.author.name, brand };
  const text = String(settings.signature ?? '')
    .replace(/\{\{\s{0,5}([\w.]{1,40})\s{0,5}\}\}/g, (whole, name: string) => values[name] ?? whole)
    .trim();
  return text ? { text, html: escaped(text) } : null;
}

function senderName(author: string, house: string): string {
  const [person, firm] = [line(author, 100), line(house, 100)];
  return person && firm && person !== firm ? `${person} (${firm})` : person || firm;
}

/** Message-IDs of the thread, oldest first, the answered one last; our body hash is not part of them. */
function threadOf(message: OutboundMessage): string[] {
  const ids = [
    ...(message.references ?? []),
    ...(message.replyToExternalId ? [message.replyToExternalId] : []),
  ]
    .map((id) => id.replace(/#[0-9a-f]{16}$/, ''))
    .filter((id) => /^<[^<>\s]{1,900}>$/.test(id) && !id.endsWith('@no-id.invalid>'));
  const unique = [...new Set(ids.toReversed())].toReversed();
  // The first and the nearest ones are enough to find the thread (RFC 5322 §3.6.4 allows cutting).
  return unique.length > 20 ? [unique[0] ?? '', ...unique.slice(-19)] : unique;
}

const answer = /^\s*(?:re|res|aw|sv|rif|antw)\s*(?:\[\d+\])?\s*:/i;
const untitled = { 'pt-BR': 'Atendimento', en: 'Your request', es: 'Atención' };

function subjectOf(message: OutboundMessage, answers: boolean): string {
  const given = line(message.subject ?? '') || `${untitled[message.author.locale]} ${message.protocol}`;
  return answers && !answer.test(given) ? `Re: ${given}` : given;
}

/** The words of every kind that may leave; kinds a mail has no form for are written out. */
function bodyOf(content: Outgoing): string {
  const writers: { [K in Outgoing['kind']]: (one: Extract<Outgoing, { kind: K }>) => string } = {
    text: (one) => one.text,
    location_request: (one) => one.text,
    products: productsInWords,
    media: (one) => one.text ?? '',
    location: (one) =>
      [one.name, one.address, `https://www.openstreetmap.org/?mlat=${one.latitude}&mlon=${one.longitude}`]
        .filter(Boolean)
        .join('\n'),
    contact: (one) =>
      one.contacts
        .map((card) =>
          [card.name, card.organisation, ...card.phones, ...card.emails].filter(Boolean).join('\n'),
        )
        .join('\n\n'),
    buttons: (one) =>
      [
        one.text,
        ...one.buttons.map((button) => (button.url ? `${button.title}: ${button.url}` : `• ${button.title}`)),
      ].join('\n'),
    list: (one) =>
      [one.text, ...one.sections.flatMap((section) => [section.title, ...section.rows.map(rowOf)])]
        .filter(Boolean)
        .join('\n'),
    template: (one) => one.text,
  };
  return (writers[content.kind] as (one: Outgoing) => string)(content);
}

const rowOf = (row: { title: string; description?: string | undefined }) =>
  row.description ? `• ${row.title}: ${row.description}` : `• ${row.title}`;

/** Safe HTML with nothing to be loaded from elsewhere: what others wrote must not report who reads it. */
function htmlOf(message: OutboundMessage, text: string, signature = ''): string {
  const inline = new Set(message.attachments.map((file) => file.contentId));
  const cid = (id: string) => (inline.has(id) ? `cid:${id}` : null);
  const body = message.html
    ? cleanHtml(message.html, { images: 'block', cid }).html
    : `<p>${escaped(text)}</p>`;
  return signature ? `${body}\n<div>-- </div>\n<div>${signature}</div>\n` : `${body}\n`;
}
