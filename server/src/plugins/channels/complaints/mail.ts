import { createHash } from 'node:crypto';
import type { Proof } from '@meada/contract/channels';
import PostalMime from 'postal-mime';
import { textOfHtml } from '../../../kernel/html.ts';
import type { Receipt } from '../../../modules/inboxes/port.ts';
import { canonicalMail } from './manifest.ts';

/** A notice as far as it matters: who sent it, what it says, where its links lead. */
export type Notice = {
  id: string;
  from: string;
  fromName: string;
  domain: string;
  proof: Proof;
  subject: string;
  text: string;
  links: string[];
};

const most = 100_000;
const plain = (text: string | undefined, max: number): string =>
  (text ?? '').slice(0, max).replaceAll('\u0000', '').toWellFormed().trim();

/** Reads a mail; throws an Error for what is none. */
export async function readNotice(receipt: Receipt): Promise<Notice> {
  const mail = await PostalMime.parse(receipt.body, { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 });
  const html = plain(mail.html, 1_000_000);
  const text = plain(mail.text, most) || plain(textOfHtml(html), most);
  const authors = mail.headers.filter((header) => header.key === 'from').length;
  const address = mail.from && 'address' in mail.from ? (mail.from.address ?? '') : '';
  const from = canonicalMail(address) ?? '';
  return {
    id: plain(mail.messageId, 400) || `<${hashOf(receipt.body)}@no-id.invalid>`,
    from,
    fromName: plain(mail.from && 'address' in mail.from ? mail.from.name : '', 200).replace(/\p{Cc}+/gu, ' '),
    domain: from.slice(from.lastIndexOf('@') + 1),
    proof: authors === 1 && from ? proofOf(receipt.facts) : 'none',
    subject: plain(mail.subject, 998).replace(/\s+/g, ' '),
    text: text.replace(/\r\n?/g, '\n'),
    links: linksIn(html, text),
  };
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 40);

/** Only what our own receiver measured: a header about it can be written by anybody (DMARC, aligned DKIM or SPF). */
function proofOf(facts: Receipt['facts']): Proof {
  if (facts.receiver !== true || facts.dmarc === 'fail') return 'none';
  if (facts.dmarc === 'pass') return 'dmarc';
  if (facts.dkimAligned === true) return 'dkim_aligned';
  return facts.spfAligned === true ? 'spf_aligned' : 'none';
}

const linksAtMost = 200;

function linksIn(html: string, text: string): string[] {
  const hrefs = [...html.matchAll(/href\s*=\s*["'](https?:\/\/[^"'\s<>]{1,2000})["']/gi)].map((match) =>
    (match[1] ?? '').replaceAll('&amp;', '&'),
  );
  const words = [...text.matchAll(/https?:\/\/[^\s<>"'()[\]]{1,2000}/gi)].map((match) =>
    match[0].replace(/[.,;:!?]+$/, ''),
  );
  const all = [...new Set([...hrefs, ...words])].slice(0, linksAtMost);
  return all.filter((link) => link.length <= 2000 && URL.canParse(link));
}
