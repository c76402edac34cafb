import type { InboundMessage } from '@meada/contract/channels';
import { addressParser } from 'postal-mime';
import { textOfHtml } from '../../../kernel/html.ts';
import { addressOf, isOwn } from './address.ts';
import type { Mail } from './mail.ts';
import { readMail } from './mime.ts';
import { visiblePart } from './visible.ts';
import { forwardSubject, headerLabels } from './visible-patterns.ts';

/**
 * Who wrote a mail that somebody handed on: from the mail inside, or from the header lines mail programs print above the
 * words they forward. All of it is what the one who forwards says; the server decides whom it believes.
 */
type Forwarded = NonNullable<InboundMessage['forwarded']>;

const maxBody = 200_000;
/** The header lines stand near the top; somebody who writes more than this above is writing themselves. */
const linesAbove = 60;

export async function forwardedIn(mail: Mail, text: string, about: About): Promise<Forwarded | null> {
  if (!forwardSubject.test(mail.subject)) return null;
  const found = (await fromNested(mail)) ?? fromText(text);
  if (!found || isOwn(found.author.value, about.own)) return null;
  // Our receiver saw the signature of the author's own domain hold over the mail inside.
  const signed = found.nested && about.signedBy !== '' && domainOf(found.author.value) === about.signedBy;
  const { nested: _, ...said } = found;
  return {
    ...said,
    ...(signed ? { proof: 'dkim_aligned' as const } : {}),
    trusted: isListed(mail.from[0]?.address ?? '', about.forwarders),
  };
}

/** `signedBy`: domain whose signature over the mail inside holds, seen by our own receiver; else empty. */
type About = { own: string; forwarders: string; signedBy: string };
type Found = Omit<Forwarded, 'trusted'> & { nested: boolean };

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Addresses and `@domains` of the settings. */
function isListed(address: string, forwarders: string): boolean {
  const value = address.toLowerCase();
  const domain = value.slice(value.lastIndexOf('@'));
  const listed = forwarders.toLowerCase().split(/[\s,;]+/);
  return value.includes('@') && (listed.includes(value) || listed.includes(domain));
}

/** The subject without the marks of handing on. */
export const bareSubject = (subject: string): string =>
  subject
    .replace(/^(?:\s*(?:fwd?|enc|encaminhada|res?env|rv|wg|tr)\s*:)+\s*/i, '')
    .trim()
    .slice(0, 998)
    .toWellFormed();

async function fromNested(mail: Mail): Promise<Found | null> {
  const nested = mail.parts.filter((part) => part.type === 'message/rfc822');
  if (nested.length !== 1 || !nested[0]) return null;
  const inner = await readMail(nested[0].bytes);
  const from = inner.from[0];
  if (!from?.address.includes('@')) return null;
  const words = inner.text.trim() || textOfHtml(inner.html).trim();
  return {
    nested: true,
    author: addressOf(from.address, from.name),
    subject: bareSubject(inner.subject),
    text: visiblePart(words).slice(0, maxBody).toWellFormed(),
    ...(inner.html.trim() ? { html: inner.html.slice(0, 2_000_000).toWellFormed() } : {}),
  };
}

type Line = { kind: string; value: string } | null;

function lineOf(line: string): Line {
  const plain = line
    .slice(0, 1000)
    .replace(/^[>\s|]{0,8}/, '')
    .replace(/[*_\u00a0]/g, ' ')
    .trim();
  const colon = plain.indexOf(':');
  const kind = headerLabels.get(
    plain
      .slice(0, Math.max(0, Math.min(colon, 40)))
      .trim()
      .toLowerCase(),
  );
  return kind ? { kind, value: plain.slice(colon + 1).trim() } : null;
}

function fromText(text: string): Found | null {
  const lines = text.slice(0, 1_000_000).split('\n');
  for (let at = 0; at < Math.min(lines.length, linesAbove); at++) {
    if (!lineOf(lines[at] ?? '')) continue;
    const block = blockAt(lines, at);
    const author = block.has('from') && block.size >= 3 ? authorIn(block.get('from') ?? '') : null;
    if (!author) continue;
    const words = unquoted(lines.slice(block.end)).join('\n').trim();
    return {
      nested: false,
      author,
      subject: bareSubject(block.get('subject') ?? ''),
      text: visiblePart(words).slice(0, maxBody).toWellFormed(),
    };
  }
  return null;
}

/** Header lines from here on, values that were wrapped put together; `end` is the first line of the words. */
function blockAt(lines: string[], from: number): Map<string, string> & { end: number } {
  const block = Object.assign(new Map<string, string>(), { end: from });
  let last = '';
  for (let at = from; at < Math.min(lines.length, from + 14); at++) {
    const raw = lines[at] ?? '';
    const line = lineOf(raw);
    if (line) {
      last = line.kind;
      if (!block.has(line.kind)) block.set(line.kind, line.value);
    } else if (raw.replace(/^[>\s|]+/, '') === '' || !last) break;
    else block.set(last, `${block.get(last) ?? ''} ${raw.replace(/^[>\s|]+/, '').trim()}`);
    block.end = at + 1;
  }
  return block;
}

/** `Ana <ana@x>`, `Ana [mailto:ana@x]`, `ana@x`; a link in brackets after the address is dropped. */
function authorIn(value: string): ReturnType<typeof addressOf> | null {
  const text = value
    .slice(0, 1000)
    .replace(/\[mailto:([^\]\s]{3,320})\]/i, '<$1>')
    .replace(/<mailto:[^>]{1,320}>/gi, '')
    .replace(/(\S+@\S+?)<https?:[^>]*>/gi, '$1');
  const found = addressParser(text, { flatten: true }).find((one) => one.address?.includes('@'));
  return found?.address ? addressOf(found.address, found.name.replace(/^["']|["']$/g, '')) : null;
}

/** Apple Mail and others quote what they forward. */
function unquoted(lines: string[]): string[] {
  const words = lines.filter((line) => line.trim() !== '');
  const quoted = words.length > 0 && words.every((line) => line.startsWith('>'));
  return quoted ? lines.map((line) => line.replace(/^> ?/, '')) : lines;
}
