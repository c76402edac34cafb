import type { Address, Inbound, InboundAttachment, InboundMessage } from '@meada/contract/channels';
import type { AttachmentKind, Content } from '@meada/contract/content';
import type { z } from 'zod';
import type { Receipt } from '../../../modules/inboxes/port.ts';
import { siteUserKind, visitorKind } from './identities.ts';
import { ChatRecord, externalIdOf } from './record.ts';

type Read = z.output<typeof ChatRecord>;

/** Turns one record of the chat's routes into the message it is; throws on anything else. */
export function parse(receipt: Receipt): Inbound[] {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(receipt.body);
  return [messageOf(ChatRecord.parse(JSON.parse(text)))];
}

function messageOf(record: Read): InboundMessage {
  const { from, aliases } = addressesOf(record);
  return {
    kind: 'message',
    externalId: externalIdOf(record),
    at: record.at,
    from,
    ...(aliases.length > 0 && { aliases }),
    // Our own signed visitor token, and for a site user the site's signature on top of it.
    proof: 'signed_token',
    content: contentOf(record),
    ...(record.attachments.length > 0 && { attachments: record.attachments.map(attachmentOf) }),
    ...(record.replyTo && { replyTo: [record.replyTo] }),
    ...(record.locale && { locale: record.locale }),
    facts: { clientId: record.clientId, ...(record.page && { page: record.page }) },
  };
}

/** A signed-in user of the site is reached on every browser, so that address comes first. */
function addressesOf({ visitorId, siteUser, name }: Read): { from: Address; aliases: Address[] } {
  const called = siteUser?.name || name;
  const visitor: Address = { kind: visitorKind, value: visitorId, ...(called && { name: called }) };
  if (!siteUser) return { from: visitor, aliases: [] };
  const user: Address = { kind: siteUserKind, value: `${siteUser.base}:${siteUser.id}` };
  return { from: called ? { ...user, name: called } : user, aliases: [visitor] };
}

function contentOf(record: Read): Content {
  const { pressed, attachments, text, call } = record;
  if (call) return { v: 1, kind: 'callback', ...call, text };
  if (pressed?.from === 'list') {
    const { id, title, description } = pressed;
    return { v: 1, kind: 'list_reply', id, text: title, ...(description && { description }) };
  }
  if (pressed) return { v: 1, kind: 'button_reply', id: pressed.id, text: pressed.title };
  if (attachments.length > 0)
    return { v: 1, kind: 'media', media: mediaOf(attachments), ...(text.trim() && { text }) };
  if (!text.trim()) throw new Error('nothing written');
  return { v: 1, kind: 'text', text };
}

/** Files of one kind are called by it; a mixture is called documents. */
function mediaOf(attachments: Read['attachments']): AttachmentKind {
  const kinds = new Set(attachments.map((attachment) => attachment.kind));
  const [only] = kinds;
  return kinds.size === 1 && only ? only : 'document';
}

const attachmentOf = (attachment: Read['attachments'][number]): InboundAttachment => ({
  kind: attachment.kind,
  name: attachment.name,
  type: attachment.type,
  size: attachment.size,
  uploadId: attachment.id,
  ...(attachment.seconds !== undefined && { seconds: attachment.seconds }),
});
