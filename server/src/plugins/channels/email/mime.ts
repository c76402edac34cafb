import PostalMime, {
  type Attachment,
  decodeWords,
  type Email,
  type Header,
  type Mailbox,
  type Address as MimeAddress,
} from 'postal-mime';
import { bodyStart, plain, repaired, unmojibake } from './repair.ts';

/** A mail as the rest of the plug-in reads it: decoded, flat, never missing a list. */
export type Mail = {
  headers: Header[];
  from: Mailbox[];
  sender: Mailbox[];
  replyTo: Mailbox[];
  to: Mailbox[];
  cc: Mailbox[];
  subject: string;
  text: string;
  html: string;
  parts: MailPart[];
  /** What had to be put right, for the agent's "details". */
  repairs: string[];
};
export type MailPart = {
  name: string;
  type: string;
  disposition: string;
  contentId: string;
  related: boolean;
  bytes: Uint8Array;
};

const limits = {
  maxHeadersSize: 16 * 1024 * 1024,
  maxNestingDepth: 100,
  // A nested mail stays a file of its own: its words are not the sender's.
  forceRfc822Attachments: true,
};

/** Reads any bytes as a mail; what cannot be understood comes back as plain text rather than not at all. */
export async function readMail(raw: Uint8Array): Promise<Mail> {
  const bytes = repaired(raw);
  const repairs = bytes === raw ? [] : ['encoding'];
  const whole = await attempt(bytes);
  const email = whole ?? (await attempt(headerOnly(bytes)));
  if (!whole) repairs.push('structure');
  if (!email) return { ...(await readMail(new Uint8Array())), text: bodyText(bytes), repairs };
  const body = hasBody(email) ? email : await rescuedBody(bytes, repairs);
  return mailOf(email, body, repairs);
}

/** The header block alone, as cheaply as possible: for cursors and ids, where the body is not needed. */
export async function readHeaders(raw: Uint8Array): Promise<Header[]> {
  const bytes = repaired(raw.subarray(0, bodyStart(raw)));
  return (await attempt(headerOnly(bytes)))?.headers ?? [];
}

async function attempt(bytes: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(bytes, limits);
  } catch {
    return null;
  }
}

function headerOnly(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, Math.min(bodyStart(bytes), limits.maxHeadersSize - 1024));
}

const hasBody = (email: Email) =>
  Boolean(email.text?.trim() || email.html?.trim() || email.attachments.length);

/**
 * A multipart without its boundary gives nothing: the first line that looks like one is taken for it, and if that
 * does not help either, the body is text.
 */
async function rescuedBody(bytes: Uint8Array, repairs: string[]): Promise<Partial<Email>> {
  const body = bytes.subarray(bodyStart(bytes));
  const start = Buffer.from(body.subarray(0, 65_536)).toString('latin1');
  if (!start.trim()) return {};
  const boundary = /^--([\x21-\x7e]{1,70})[ \t]*\r?$/m.exec(start)?.[1]?.replaceAll('"', '');
  const header = (type: string) => Buffer.concat([Buffer.from(`Content-Type: ${type}\r\n\r\n`), body]);
  const guessed = boundary ? await attempt(header(`multipart/mixed; boundary="${boundary}"`)) : null;
  repairs.push('body');
  return guessed && hasBody(guessed) ? guessed : { text: bodyText(bytes) };
}

function bodyText(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(bodyStart(bytes))).toString('utf8');
}

function mailOf(email: Email, body: Partial<Email>, repairs: string[]): Mail {
  return {
    headers: email.headers,
    from: authors(email),
    sender: flat([email.sender]),
    replyTo: flat(email.replyTo),
    to: flat(email.to),
    cc: flat(email.cc),
    subject: plain(unmojibake(email.subject ?? ''))
      .replace(/\s+/g, ' ')
      .trim(),
    text: plain(unmojibake(body.text ?? '')),
    html: plain(unmojibake(body.html ?? '')),
    parts: (body.attachments ?? email.attachments).map(partOf),
    repairs,
  };
}

/**
 * The From addresses. A name with a comma and no quotes (`Bay, Ana <ana@x>`) falls apart into two; with one address
 * in the whole header there is only one reading of it.
 */
function authors(email: Email): Mailbox[] {
  const found = flat([email.from]);
  if (found.some((one) => one.address)) return found;
  const raw = email.headers.find((header) => header.key === 'from')?.value.slice(0, 2000) ?? '';
  const [, name = '', address] = /^([^<>@]*)<([^<>@\s]+@[^<>@\s]+)>\s*$/.exec(raw) ?? [];
  return address ? flat([{ name: decodeWords(name).trim(), address }]) : found;
}

function flat(addresses: (MimeAddress | undefined)[] = []): Mailbox[] {
  return addresses
    .flatMap((one) => (one ? (one.group ?? [one as Mailbox]) : []))
    .map(({ name, address }) => ({
      name: bareName(plain(unmojibake(name ?? ''))),
      address: (address ?? '').replace(/^(?:mailto|smtp):/i, ''),
    }))
    .filter((one) => one.address || one.name);
}

/** Without the quotes and empty brackets some programs leave around a name. */
const bareName = (name: string) =>
  name
    .trim()
    .replace(/^'([^']*)'$/, '$1')
    .replace(/\s*(?:\[\s*\]|\(\s*\)|<\s*>)$/, '');

function partOf(part: Attachment): MailPart {
  const { content } = part;
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content as ArrayBuffer);
  return {
    name: plain(unmojibake(part.filename ?? '')),
    type: part.mimeType.toLowerCase(),
    disposition: part.disposition ?? '',
    contentId: (part.contentId ?? '').replace(/^<|>$/g, ''),
    related: part.related ?? false,
    bytes,
  };
}

/** Values of a header, topmost first. */
export function headerValues(mail: { headers: Header[] }, name: string): string[] {
  return mail.headers.filter((header) => header.key === name).map((header) => plain(header.value).trim());
}

/** First value of a header or the empty text. */
export function headerValue(mail: { headers: Header[] }, name: string): string {
  return headerValues(mail, name)[0] ?? '';
}
