import type { Address, InboundAttachment, InboundMessage } from '@meada/contract/channels';
import type { AttachmentKind, Content } from '@meada/contract/content';
import type { PushedItem } from '@meada/contract/routes/channel';
import { canonicalPhone } from '../../../kernel/phone.ts';
import { addressOfUser } from './ids.ts';

type Pushed = Extract<PushedItem, { kind: 'message' }>;

export function messageOf(item: Pushed, base: string): InboundMessage {
  const aliases = aliasesOf(item.from);
  const attachments = item.attachments.map(attachmentOf);
  const facts = factsOf(item);
  return {
    kind: 'message',
    externalId: item.externalId,
    at: item.at,
    from: addressOfUser(base, item.from),
    ...(aliases.length > 0 && { aliases }),
    // The system signs in its own name, or holds a key: its word about its own users counts.
    proof: 'platform',
    content: contentOf(item, attachments),
    ...(attachments.length > 0 && { attachments }),
    ...(item.replyTo && { replyTo: [item.replyTo] }),
    ...(item.locale && { locale: item.locale }),
    ...(Object.keys(facts).length > 0 && { facts }),
  };
}

/**
 * Addresses that open history: only those the system says it has verified. A user types any e-mail address into a
 * form, and must not meet its owner's conversations by that.
 */
function aliasesOf({ email, emailVerified, phone, phoneVerified }: Pushed['from']): Address[] {
  const number = phone && phoneVerified ? canonicalPhone(phone, 'BR') : null;
  return [
    ...(email && emailVerified ? [{ kind: 'email', value: email }] : []),
    ...(number ? [{ kind: 'phone', value: number }] : []),
  ];
}

/** What the system tells beside the message; contact details that prove nothing are told, too. */
const factsOf = ({ from: { email, phone }, facts }: Pushed) => ({
  ...(email && { email }),
  ...(phone && { phone }),
  ...facts,
});

function contentOf(item: Pushed, attachments: InboundAttachment[]): Content {
  const { text = '', content } = item;
  if (content) return content;
  if (attachments.length === 0) return { v: 1, kind: 'text', text };
  return { v: 1, kind: 'media', media: mediaOf(attachments), ...(text.trim() && { text }) };
}

/** Files of one kind are called by it; a mixture is called documents. */
function mediaOf(attachments: InboundAttachment[]): AttachmentKind {
  const kinds = new Set(attachments.map((attachment) => attachment.kind));
  const [only] = kinds;
  return kinds.size === 1 && only ? only : 'document';
}

const kindsByType: Record<string, AttachmentKind> = { image: 'image', audio: 'audio', video: 'video' };

function attachmentOf(file: Pushed['attachments'][number]): InboundAttachment {
  const { name, type, kind, seconds, base64, url } = file;
  const bytes = base64 === undefined ? undefined : new Uint8Array(Buffer.from(base64, 'base64'));
  return {
    kind: kind ?? kindsByType[type.split('/')[0] ?? ''] ?? 'document',
    name,
    type,
    ...(seconds !== undefined && { seconds }),
    ...(bytes && { bytes, size: bytes.length }),
    ...(url && { ref: url }),
  };
}
