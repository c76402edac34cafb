import type { OutboundMessage } from '@meada/contract/channels';
import type { ChannelMessage } from '@meada/contract/routes/channel';
import { bareId } from './ids.ts';
import { plainText } from './plain.ts';

/** What a message is made of on both ways out, pushed and pulled. */
export type Outgoing = Pick<
  OutboundMessage,
  'dispatchId' | 'to' | 'content' | 'author' | 'automatic' | 'protocol' | 'replyToExternalId'
>;

/** The message as the other system gets it. `userId` is that system's own id of the user. */
export function format(
  message: Outgoing,
  userId: string,
  attachments: ChannelMessage['attachments'],
): ChannelMessage {
  const { dispatchId, to, content, author, replyToExternalId } = message;
  return {
    type: 'message',
    id: dispatchId,
    to: { id: userId, ...(to.name && { name: to.name }) },
    content,
    text: plainText(content),
    attachments,
    ...(replyToExternalId && { replyTo: bareId(replyToExternalId) }),
    author: { name: author.name },
    locale: author.locale,
    automatic: message.automatic ?? false,
    protocol: message.protocol,
  };
}
