import type { Address, Inbound, InboundMessage, OutsideThread } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import { canonicalPhone } from '../../../kernel/phone.ts';
import { addressOf, keyOf, threadKey } from './ids.ts';
import { saidIn, serviceOf } from './parse-content.ts';
import { instant, int, line, obj, type Raw } from './read.ts';

/** Display name of a user or chat. */
export function nameOf(who: Raw | undefined): string | undefined {
  const full = [line(who?.first_name, 120), line(who?.last_name, 120)].filter(Boolean).join(' ');
  return full || line(who?.title, 256) || line(who?.username, 64);
}

/** The address of a raw user or chat; throws when it has no numeric id. */
export function whoIs(who: Raw | undefined): Address {
  const id = int(who?.id);
  if (id === undefined || id === 0) throw new TypeError('from: no id');
  return addressOf(id, nameOf(who));
}

/** Language of the customer's app (IETF tag) as one of ours, or undefined. */
export function localeOf(user: Raw | undefined): Locale | undefined {
  const language = line(user?.language_code, 16)?.toLowerCase().split('-')[0];
  const locales: Record<string, Locale> = { pt: 'pt-BR', en: 'en', es: 'es' };
  return language && Object.hasOwn(locales, language) ? locales[language] : undefined;
}

/** A message of a private chat, group, topic or channel; service messages are ignored with their name. */
export function parseMessage(message: Raw): Inbound[] {
  const chat = obj(message.chat);
  const externalId = keyOf(message);
  if (!chat || !externalId) throw new TypeError('message: no chat or number');
  if (message.migrate_to_chat_id !== undefined || message.migrate_from_chat_id !== undefined)
    return migration(message, chat);
  const service = serviceOf(message);
  if (service) return [{ kind: 'ignored', reason: `service message: ${service}` }];
  if (message.is_automatic_forward === true) {
    return [{ kind: 'ignored', reason: 'copy of a channel post, which arrives by itself' }];
  }
  return [messageItem(message, chat, externalId)];
}

function messageItem(message: Raw, chat: Raw, externalId: string): InboundMessage {
  const said = saidIn(message);
  const isPost = chat.type === 'channel';
  const sender = isPost ? chat : (obj(message.sender_chat) ?? obj(message.from));
  const start = chat.type === 'private' ? startToken(message.text) : undefined;
  const thread = threadOf(message, chat);
  const locale = localeOf(obj(message.from));
  return {
    kind: 'message',
    externalId,
    at: instant(message.date),
    from: whoIs(sender),
    // Behind a chat (anonymous administrator, linked channel) may be anybody.
    proof: sender === obj(message.from) && chat.type !== undefined ? 'platform' : 'none',
    ...(isPost && { echo: true }),
    ...(start ? { content: { v: 1, kind: 'text', text: '/start' } } : said),
    ...(start && { tokens: [start] }),
    ...(thread && { outsideThread: thread, to: whoIs(chat) }),
    ...repliedTo(message),
    ...ownPhone(message, chat),
    // Another bot must never be answered by a machine of ours.
    ...(obj(message.from)?.is_bot === true && !message.sender_chat && { automatic: 'auto_reply' as const }),
    ...(locale && { locale }),
    ...factsOf(message, chat),
  };
}

/** The parameter of a deep link: `/start <1–64 of A-Za-z0-9_->` (Bot features, deep linking). */
function startToken(text: unknown): string | undefined {
  return typeof text === 'string' ? /^\/start(?:@\w{1,64})? ([\w-]{1,64})$/.exec(text)?.[1] : undefined;
}

/** Groups, topics, direct messages of a channel and posts are outside threads; a private chat is none. */
function threadOf(message: Raw, chat: Raw): OutsideThread | undefined {
  const id = int(chat.id) ?? 0;
  const name = line(chat.title, 512);
  const named = name ? { name } : {};
  const topic = int(message.message_thread_id);
  const direct = int(obj(message.direct_messages_topic)?.topic_id);
  const post = int(message.message_id);
  if (chat.type === 'channel' && post) {
    return { kind: 'post', key: threadKey(id, { letter: 'p', id: post }), ...named };
  }
  if (direct) return { kind: 'chat', key: threadKey(id, { letter: 'd', id: direct }), ...named };
  const isTopic = message.is_topic_message === true && topic !== undefined && topic > 0;
  const key = threadKey(id, isTopic ? { letter: 't', id: topic } : undefined);
  if (chat.type === 'private') return isTopic ? { kind: 'chat', key } : undefined;
  return { kind: 'group', key, ...named };
}

function repliedTo(message: Raw): Pick<InboundMessage, 'replyTo'> {
  const key = keyOf(obj(message.reply_to_message));
  return key ? { replyTo: [key] } : {};
}

/**
 * A contact whose user id is the sender's own: the platform has matched number and user, so the number is the sender's.
 * A forwarded one proves nothing.
 */
function ownPhone(message: Raw, chat: Raw): Pick<InboundMessage, 'aliases'> {
  const contact = obj(message.contact);
  const sender = int(obj(message.from)?.id);
  const digits = line(contact?.phone_number, 32)?.replace(/\D/g, '') ?? '';
  const isOwn = chat.type === 'private' && sender !== undefined && int(contact?.user_id) === sender;
  if (!isOwn || message.forward_origin !== undefined || !canonicalPhone(`+${digits}`, 'BR')) return {};
  return { aliases: [{ kind: 'phone', value: `+${digits}` }] };
}

/** Small facts for the agent; `album` is equal for all pictures of one album, which come as messages of their own. */
function factsOf(message: Raw, chat: Raw): Pick<InboundMessage, 'facts'> {
  const origin = obj(message.forward_origin);
  const album = line(message.media_group_id, 64);
  const facts: Record<string, string | boolean | undefined> = {
    username: line(obj(message.from)?.username, 64),
    album: album && `${int(chat.id)}:${album}`,
    forwarded: origin ? true : undefined,
    forwardedFrom:
      nameOf(obj(origin?.sender_user) ?? obj(origin?.sender_chat) ?? obj(origin?.chat)) ??
      line(origin?.sender_user_name, 256),
    quote: line(obj(message.quote)?.text, 1024),
    viaBot: line(obj(message.via_bot)?.username, 64),
    signature: line(message.author_signature, 256),
  };
  const known = Object.entries(facts).filter(
    (entry): entry is [string, string | boolean] => entry[1] !== undefined,
  );
  return known.length > 0 ? { facts: Object.fromEntries(known) } : {};
}

/**
 * A group became a supergroup and has a new id. The old chat is told `migrate_to_chat_id`, the new one
 * `migrate_from_chat_id` (Bot API): both notices become the same item.
 */
function migration(message: Raw, chat: Raw): Inbound[] {
  const here = int(chat.id);
  const from = int(message.migrate_from_chat_id) ?? here;
  const to = int(message.migrate_to_chat_id) ?? here;
  if (!from || !to || from === to) throw new TypeError('migration: no id');
  const at = instant(message.date);
  return [{ kind: 'thread_change', thread: 'group', from: threadKey(from), to: threadKey(to), at }];
}
