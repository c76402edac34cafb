import PostalMime, {
  type Attachment,
  decodeWords,
  type Email,
  type Header,
  type Mailbox,
  type Address as MimeAddress,
} from 'postal-mime';
import type { Mail, MailPart } from './mail.ts';
import { bodyStart, plain, repaired, unmojibake } from './repair.ts';
import { unpacked } from './unpack.ts';

const limits = {
  maxHeadersSize: 16 * 1024 * 1024,
  maxNestingDepth: 100,
  // A nested mail stays a file of its own: its words are not the sender's.
  forceRfc822Attachments: true,
};

/** Reads any bytes as a mail; what cannot be understood comes back as plain text rather than not at all. */
export async function readMail(raw: Uint8Array): Promise<Mail> {
  return await unpacked(await readParts(raw), readParts);
}

async function readParts(raw: Uint8Array): Promise<Mail> {
  const bytes = repaired(raw);
  const repairs = bytes === raw ? [] : ['encoding'];
  const whole = await attempt(bytes);
  const email = whole ?? (await attempt(headerOnly(bytes)));
  if (!whole) repairs.push('structure');
  if (!email) return { ...(await readParts(new Uint8Array())), text: bodyText(bytes), repairs };
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
 * The From addresses. What the library makes nothing of is read once more from the header as it came: a comma without
 * quotes (`Bay, Ana <ana@x>`), brackets inside of an encoded name, other programs' ways of writing (`[mailto:ana@x]`).
 */
function authors(email: Email): Mailbox[] {
  const found = flat([email.from]);
  if (found.some((one) => one.address.includes('@'))) return found;
  const raw = email.headers.find((header) => header.key === 'from')?.value.slice(0, 2000) ?? '';
  const bracketed = [...raw.matchAll(/<\s{0,5}([^<>@\s]{1,128}@[^<>@\s]{1,253})\s{0,5}>/g)].at(-1);
  if (!bracketed?.[1]) return found;
  const name = (
    raw.slice(0, bracketed.index).trim() || raw.slice(bracketed.index + bracketed[0].length)
  ).trim();
  return flat([{ name: decodeWords(name.replace(/^"(.*)"$/, '$1')), address: bracketed[1] }]);
}

function flat(addresses: (MimeAddress | undefined)[] = []): Mailbox[] {
  return addresses
    .flatMap((one) => (one ? (one.group ?? [one as Mailbox]) : []))
    .map(({ name, address }) => ({
      name: bareName(plain(unmojibake(name ?? ''))),
      address: (address ?? '').replace(/^[[<(]?(?:mailto|smtp):/i, '').replace(/[\]>);,]+$/, onlyUnpaired),
    }))
    .filter((one) => one.address || one.name);
}

/** `ana@[192.0.2.1]` keeps its bracket. */
const onlyUnpaired = (end: string, at: number, whole: string): string =>
  whole.slice(0, at).includes('@[') && end.startsWith(']') ? ']' : '';

/** Without the quotes and brackets some programs leave around a name. */
function bareName(raw: string): string {
  const name = raw
    .trim()
    .replace(/^'([^']*)'$/, '$1')
    .replace(/^"([^"]*)"$/, '$1')
    .replace(/\s*(?:\[\s*\]|\(\s*\)|<\s*>|\[mailto:\s*\]?)$/i, '');
  return trimmed(name, name.includes('<') ? ';,\\ ' : '>;,\\ ');
}

/** Without these letters at the end; a loop, since a pattern would be quadratic. */
function trimmed(text: string, letters: string): string {
  let to = text.length;
  while (to > 0 && letters.includes(text[to - 1] ?? '')) to--;
  return text.slice(0, to);
}

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
