import type { InboundAttachment } from '@meada/contract/channels';
import type { AttachmentKind } from '@meada/contract/content';
import { decodeWords } from 'postal-mime';
import type { Mail, MailPart } from './mail.ts';
import { headerValue, readHeaders } from './mime.ts';
import { plain, unmojibake } from './repair.ts';

const families: [RegExp, AttachmentKind][] = [
  [/^image\/(?!svg|vnd|x-(?:dwg|coreldraw))/, 'image'],
  [/^audio\//, 'audio'],
  [/^video\//, 'video'],
];
const kindOf = (type: string): AttachmentKind =>
  families.find(([pattern]) => pattern.test(type))?.[1] ?? 'document';

const extensions: Record<string, string> = {
  'message/rfc822': 'eml',
  'text/calendar': 'ics',
  'application/ms-tnef': 'dat',
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/vcard': 'vcf',
};

/** More than this in one mail are dropped (they stay in the receipt). */
const maxParts = 200;

/** Every file of a mail: attached, inline, nested mails, invitations. */
export async function attachmentsOf(mail: Mail): Promise<InboundAttachment[]> {
  const parts = await Promise.all(mail.parts.slice(0, maxParts).map(named));
  return parts.map((part, index) => {
    const type = /^[\w.+-]{1,127}\/[\w.+-]{1,127}$/.test(part.type) ? part.type : 'application/octet-stream';
    const inline = part.related || (part.disposition === 'inline' && part.contentId !== '');
    return {
      kind: kindOf(type),
      name: nameOf(part, index, type),
      type,
      bytes: part.bytes,
      size: part.bytes.byteLength,
      ...(part.contentId ? { contentId: part.contentId.slice(0, 998) } : {}),
      ...(inline ? { inline: true } : {}),
    };
  });
}

/** A mail within the mail is called by its subject. */
async function named(part: MailPart): Promise<MailPart> {
  if (part.name || part.type !== 'message/rfc822') return part;
  const subject = headerValue({ headers: await readHeaders(part.bytes) }, 'subject');
  const title = plain(unmojibake(decodeWords(subject)))
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .trim()
    .slice(0, 120);
  return title ? { ...part, name: `${title}.eml` } : part;
}

/** A file name that is only a name: no folder, no control or direction-changing letter, bounded. */
function nameOf(part: MailPart, index: number, type: string): string {
  const name = part.name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .split(/[\\/]/)
    .at(-1)
    ?.trim()
    .slice(-200);
  if (name && !/^\.{0,2}$/.test(name)) return name;
  return `${type.split('/')[0]}-${index + 1}.${extensions[type] ?? 'bin'}`;
}
