import { idsIn, messageIdIn } from './ids.ts';
import type { Mail, MailPart } from './mail.ts';
import { headerValue, readHeaders } from './mime.ts';

/**
 * Machine-readable reports: delivery status (RFC 3464), disposition (RFC 8098) and feedback (RFC 5965). Each block of
 * fields is read by the mail library, as the header block it is.
 */
export type Delivery = {
  recipient: string;
  action: 'failed' | 'delayed' | 'delivered';
  /** Enhanced status code, or empty. */
  status: string;
  diagnostic: string;
};
export type Original = { messageId: string; to: string; subject: string };

const failureCode = /(?:^|[^\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/;
const successCode = /^\s*(2\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/;

/** First enhanced status code (RFC 3463) in a text, or empty; addresses of the same form do not count. */
export function statusIn(text: string): string {
  const start = text.slice(0, 4000);
  return failureCode.exec(start)?.[1] ?? successCode.exec(start)?.[1] ?? '';
}

const actions: Record<string, Delivery['action']> = {
  failed: 'failed',
  failure: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'delivered',
  expanded: 'delivered',
};
const maxBlocks = 100;

/** Deliveries named in a `message/delivery-status` part; the first block is about the report itself. */
export async function deliveriesOf(part: Uint8Array): Promise<Delivery[]> {
  const blocks = Buffer.from(part)
    .toString('utf8')
    .split(/\r?\n[ \t]*\r?\n/, maxBlocks);
  const found: Delivery[] = [];
  for (const block of blocks) {
    const headers = await readHeaders(Buffer.from(`${block.trim()}\r\n\r\n`));
    const field = (name: string) => headerValue({ headers }, name);
    const recipient =
      bare(field('final-recipient')) ||
      bare(field('original-recipient')) ||
      bare(field('x-actual-recipient'));
    const status = statusIn(field('status')) || statusIn(field('diagnostic-code'));
    if (!recipient && !field('action')) continue;
    const action =
      actions[
        field('action')
          .split(/[\s(;]/)[0]
          ?.toLowerCase() ?? ''
      ];
    found.push({
      recipient: recipient.includes('@') ? recipient : bare(field('original-recipient')) || recipient,
      action: action ?? (status.startsWith('2') ? 'delivered' : 'failed'),
      status: better(status, statusIn(field('diagnostic-code'))),
      diagnostic: field('diagnostic-code').slice(0, 2000),
    });
  }
  return found;
}

/** `5.0.0` says nothing: then the code inside the far server's answer counts. */
const better = (status: string, inner: string) => (/^[45]\.0\.0$/.test(status) && inner ? inner : status);

/** `rfc822; <ana@x>` → `ana@x`. */
export function bare(value: string): string {
  const text = value.slice(0, 2000).replace(/^[\w-]{1,20}\s*;\s*/, '');
  return /<([^<>\s]+)>/.exec(text)?.[1] ?? text.split(/[\s,]/)[0]?.replace(/^[<"]+|[>":;,.]+$/g, '') ?? '';
}

const isNested = (part: MailPart) =>
  part.type === 'message/rfc822' ||
  part.type === 'text/rfc822-headers' ||
  part.type === 'message/global' ||
  part.type === 'message/rfc822-headers';

/** Header of the mail a report is about: nested, or printed in the text. */
export async function originalOf(mail: Mail, text: string): Promise<Original> {
  for (const part of mail.parts.filter(isNested)) {
    const headers = await readHeaders(part.bytes);
    const id = messageIdIn(headerValue({ headers }, 'message-id'));
    if (id)
      return {
        messageId: id,
        to: bare(headerValue({ headers }, 'to')),
        subject: headerValue({ headers }, 'subject'),
      };
  }
  const printed = /^[>\s]{0,8}message-id:\s{0,5}(<[^<>\s]{1,900}>)/im.exec(text.slice(0, 500_000))?.[1];
  const answered =
    idsIn(headerValue(mail, 'in-reply-to'))[0] ?? idsIn(headerValue(mail, 'references')).at(-1);
  const to = /^[>\s]{0,8}to:\s{0,5}([^\n]{3,300})$/im.exec(text.slice(0, 500_000))?.[1] ?? '';
  return { messageId: printed ?? answered ?? '', to: bare(to), subject: '' };
}

export const partOfType = (mail: Mail, ...types: string[]) =>
  mail.parts.find((part) => types.includes(part.type));
