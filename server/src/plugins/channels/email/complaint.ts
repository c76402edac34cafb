import type { InboundStatus } from '@meada/contract/channels';
import { splitAddress } from './address.ts';
import { bare, originalOf, partOfType } from './dsn.ts';
import type { Mail } from './mail.ts';
import { headerValue, readHeaders } from './mime.ts';

/** Reports that blame nobody: of a failed check (RFC 6591), or that it was no junk after all (RFC 5965 §7.3). */
const blameless = /^(?:auth-failure|not-spam|dmarc|virus)/i;

/**
 * A feedback report (RFC 5965) about one of our mails as its status: it arrived, and was called junk. Who complained
 * stands in the report where the provider tells it; most take the address out.
 */
export async function complaintIn(mail: Mail, text: string, at: string): Promise<InboundStatus[]> {
  const part = partOfType(mail, 'message/feedback-report');
  const said = part ? Buffer.from(part.bytes.subarray(0, 20_000)) : Buffer.from(text.slice(0, 20_000));
  const headers = await readHeaders(Buffer.concat([said, Buffer.from('\r\n\r\n')]));
  const field = (name: string) => (part ? headerValue({ headers }, name) : '');
  const type = field('feedback-type') || /^feedback-type:\s{0,5}([\w-]{1,40})/im.exec(said.toString())?.[1];
  if (blameless.test(type ?? '')) return [];
  const { messageId } = await originalOf(mail, text);
  if (!messageId || messageId.length > 998) return [];
  const named = [
    field('original-rcpt-to'),
    field('removal-recipient'),
    headerValue(mail, 'x-hmxmroriginalrecipient'),
  ]
    .map(bare)
    .find((one) => splitAddress(one) && !/^redacted/i.test(one));
  return [
    {
      kind: 'status',
      externalId: messageId,
      state: 'delivered',
      at,
      complaint: named ? { address: { kind: 'email', value: named.slice(0, 320) } } : {},
    },
  ];
}
