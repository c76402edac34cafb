import type { Address, OutboundMessage } from '@meada/contract/channels';
import { int, obj, type Raw } from './read.ts';

/** The identity kind of users and chats: their numeric id (chats are negative). */
export const addressKind = 'telegram';

/** Prefix of the external id of a pressed button, whose query must be answered to stop the waiting sign. */
export const callbackPrefix = 'callback:';

/** A message's number counts inside its chat only, hence both make the id. */
export const messageKey = (chatId: number, messageId: number) => `${chatId}:${messageId}`;

/** External id of a raw message object, or undefined when it names neither chat nor number. */
export function keyOf(message: Raw | undefined): string | undefined {
  const chat = int(obj(message?.chat)?.id);
  const id = int(message?.message_id);
  return chat === undefined || id === undefined || id <= 0 ? undefined : messageKey(chat, id);
}

/** Where a call goes: Bot API fields, ready to be put into a request. */
export type Target = {
  chat_id: string;
  message_thread_id?: number;
  direct_messages_topic_id?: number;
  /** The post that is answered, for a thread below a post. */
  post?: number;
};

/** Key of an outside thread: the chat and, behind a letter, topic (t), direct-message topic (d) or post (p). */
export const threadKey = (chatId: number, part?: { letter: 't' | 'd' | 'p'; id: number }) =>
  part ? `${chatId}:${part.letter}${part.id}` : String(chatId);

/** Finds chat and topic of an outgoing message; a message to a person goes to the address received. */
export function targetOf(message: Pick<OutboundMessage, 'to' | 'outsideThread'>): Target {
  const match = /^(-?\d{1,16})(?::([tdp])(\d{1,16}))?$/.exec(message.outsideThread?.key ?? '');
  if (!match?.[1]) return { chat_id: message.to.value };
  const id = Number(match[3]);
  if (match[2] === 't') return { chat_id: match[1], message_thread_id: id };
  if (match[2] === 'd') return { chat_id: match[1], direct_messages_topic_id: id };
  if (match[2] === 'p') return { chat_id: match[1], post: id };
  return { chat_id: match[1] };
}

/** The address of a user or chat id. */
export const addressOf = (id: number, name?: string): Address => ({
  kind: addressKind,
  value: String(id),
  ...(name && { name }),
});
