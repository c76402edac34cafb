import type { Inbound } from '@meada/contract/channels';
import type { Receipt, Settings } from '../../../modules/inboxes/port.ts';
import { addressOf, isOwn, splitAddress, tokenOfMessageId } from './address.ts';
import { messageIdIn } from './ids.ts';
import { headerValue, readMail } from './mime.ts';
import { parse } from './parse.ts';

/** To more than these it is a circular and no conversation. */
const receiversAtMost = 20;

const ignored = (reason: string): Inbound[] => [{ kind: 'ignored', reason }];

/**
 * A mail of the Sent folder: what the firm wrote with its own mail program becomes an echo to whom it was written. Our
 * own copies, machines' answers and circulars are none. Pure.
 */
export async function parseSent(receipt: Receipt, settings: Settings): Promise<Inbound[]> {
  const [message] = await parse(receipt, settings);
  if (message?.kind !== 'message') return ignored('nothing to read');
  const own = String(settings.address ?? '');
  const mail = await readMail(receipt.body);
  const id = messageIdIn(headerValue(mail, 'message-id'));
  if (tokenOfMessageId(id, own) !== null || headerValue(mail, 'x-meada-loop')) return ignored('our own copy');
  if (!mail.from.some((one) => isOwn(one.address, own))) return ignored('not written by this address');
  if (message.automatic !== 'no') return ignored(`written by a machine (${message.automatic})`);
  const others = [...mail.to, ...mail.cc].filter(
    (one) => splitAddress(one.address) && one.address.length <= 320 && !isOwn(one.address, own),
  );
  const [to, ...rest] = others;
  if (!to) return ignored('written to nobody else');
  if (others.length > receiversAtMost) return ignored('a circular');
  const { claims: _claims, tokens: _tokens, others: _others, ...said } = message;
  return [
    {
      ...said,
      from: addressOf(own),
      proof: 'none',
      echo: true,
      to: addressOf(to.address, to.name),
      ...(rest.length
        ? { others: rest.map((one) => ({ address: addressOf(one.address, one.name), role: 'cc' as const })) }
        : {}),
    },
  ];
}
