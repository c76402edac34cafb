import type { OutboundMessage } from '@meada/contract/channels';
import type { Outgoing } from '@meada/contract/content';
import { type Draft, formatText } from './draft.ts';
import { formatButtons, formatList, formatLocationRequest, formatProducts } from './format-choices.ts';
import { formatMedia } from './format-media.ts';
import { formatTemplate } from './format-template.ts';

type Formatter<K extends Outgoing['kind']> = (
  content: Extract<Outgoing, { kind: K }>,
  message: OutboundMessage,
) => Draft[];

const formatters: { [K in Outgoing['kind']]: Formatter<K> } = {
  text: ({ text }) => formatText(text),
  media: formatMedia,
  location: ({ latitude, longitude, name, address }) => [
    { type: 'location', body: { latitude, longitude, name, address } },
  ],
  contact: formatContacts,
  buttons: formatButtons,
  list: formatList,
  template: formatTemplate,
  location_request: formatLocationRequest,
  products: formatProducts,
};

/** The platform's calls for a message, in order (pure). Kinds that cannot be sent are told as text. */
export function format(message: OutboundMessage): Draft[] {
  const { content } = message;
  if (!Object.hasOwn(formatters, content.kind)) {
    return formatText('text' in content && content.text ? content.text : '');
  }
  const formatter = formatters[content.kind as Outgoing['kind']] as Formatter<Outgoing['kind']>;
  return formatter(content as Outgoing, message);
}

/** The whole request of a draft: recipient, reply reference, and our dispatch id, which statuses bring back. */
export function requestOf(draft: Draft, message: OutboundMessage, part: number): Record<string, unknown> {
  const first = part === 0;
  const reply =
    first && message.replyToExternalId ? { context: { message_id: message.replyToExternalId } } : {};
  return {
    messaging_product: 'whatsapp',
    ...recipientOf(message),
    type: draft.type,
    [draft.type]: draft.body,
    ...reply,
    // Only the first part stands for the whole message; the others must not settle it.
    biz_opaque_callback_data: first ? message.dispatchId : `${message.dispatchId}#${part + 1}`,
  };
}

/** Whom a request goes to: a person's number or id, or a group. */
export function recipientOf({
  to,
  outsideThread,
}: Pick<OutboundMessage, 'to' | 'outsideThread'>): Record<string, string> {
  if (outsideThread?.kind === 'group') return { recipient_type: 'group', to: outsideThread.key };
  const field = to.kind === 'whatsapp_user' ? 'recipient' : 'to';
  return { recipient_type: 'individual', [field]: to.value };
}

function formatContacts({ contacts }: Extract<Outgoing, { kind: 'contact' }>): Draft[] {
  const cards = contacts.map((contact) => ({
    name: { formatted_name: contact.name || contact.phones[0] || '?', first_name: contact.name || '?' },
    phones: contact.phones.map((phone) => ({ phone, type: 'CELL' })),
    emails: contact.emails.map((email) => ({ email, type: 'WORK' })),
    ...(contact.organisation ? { org: { company: contact.organisation } } : {}),
  }));
  return cards.length > 0 ? [{ type: 'contacts', body: cards as unknown as Record<string, unknown> }] : [];
}
