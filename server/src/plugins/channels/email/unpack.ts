import { textOfHtml } from '../../../kernel/html.ts';
import { toUtf8 } from './charsets.ts';
import { takeEncodedFiles } from './encoded-files.ts';
import type { Mail, MailPart } from './mail.ts';
import { plain } from './repair.ts';
import { mayHoldSigned, signedContent } from './signed-content.ts';
import { isTnef, readTnef } from './tnef.ts';

/**
 * What lies inside of parts the mail library leaves as they are: Outlook's `winmail.dat`, words inside a signature,
 * files inside the words, texts of kinds nobody shows any more.
 */
const maxDepth = 3;
type Reader = (bytes: Uint8Array) => Promise<Mail>;

/** The mail with its parts opened; `read` reads a mail within the mail. */
export async function unpacked(mail: Mail, read: Reader, depth = 0): Promise<Mail> {
  const now = { ...mail, parts: [] as MailPart[], repairs: [...mail.repairs] };
  for (const part of mail.parts) {
    if (part.type === 'text/x-amp-html') continue;
    if (isTnef(part) && openTnef(now, part)) continue;
    if (mayHoldSigned(part) && depth < maxDepth && (await openSigned(now, part, { read, depth }))) continue;
    if (isOldText(part) && !now.text.trim() && !now.html.trim()) {
      now.text = oldText(part);
      continue;
    }
    now.parts.push(plainFile(part));
  }
  if (!now.text) return now;
  const { text, files } = takeEncodedFiles(now.text);
  // A mail with HTML had its files found by whoever made that.
  return files.length ? { ...now, text, parts: [...now.parts, ...files] } : now;
}

/** A part whose transfer encoding is uuencode comes with its `begin` line. */
function plainFile(part: MailPart): MailPart {
  if (Buffer.from(part.bytes.subarray(0, 6)).toString('latin1') !== 'begin ') return part;
  const file = takeEncodedFiles(Buffer.from(part.bytes).toString('latin1').replaceAll('\r', '')).files[0];
  return file ? { ...part, name: part.name || file.name, bytes: file.bytes } : part;
}

function openTnef(mail: Mail, part: MailPart): boolean {
  const found = readTnef(part.bytes);
  if (!found || (!found.files.length && !found.text && !found.html)) return false;
  if (!mail.text.trim() && !mail.html.trim()) {
    mail.text = plain(found.text);
    mail.html = plain(found.html);
  }
  mail.parts.push(...found.files);
  mail.repairs.push('winmail');
  return true;
}

async function openSigned(
  mail: Mail,
  part: MailPart,
  { read, depth }: { read: Reader; depth: number },
): Promise<boolean> {
  const content = signedContent(part.bytes);
  if (!content?.length || mail.text.trim() || mail.html.trim()) return false;
  const inner = await unpacked(await read(content), read, depth + 1);
  mail.text = inner.text;
  mail.html = inner.html;
  mail.parts.push(...inner.parts);
  mail.repairs.push('signed');
  return true;
}

/** RFC 1896 and its kin, and types that are none: words all the same when nothing else is there. */
const isOldText = (part: MailPart) =>
  part.name === '' &&
  part.disposition !== 'attachment' &&
  /^(?:text\/(?!calendar|vcard|x-vcard|directory|rfc822-headers|csv)[\w.+-]*|text|plain|html)$/.test(
    part.type,
  );

function oldText(part: MailPart): string {
  const text = plain(Buffer.from(toUtf8(part.bytes)).toString('utf8'));
  if (/html/.test(part.type)) return textOfHtml(text);
  return /enriched|richtext/.test(part.type) ? text.replace(/<\/?[\w-]{1,60}>/g, '') : text;
}
