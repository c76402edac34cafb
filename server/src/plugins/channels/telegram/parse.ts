import type { Inbound } from '@meada/contract/channels';
import { Content } from '@meada/contract/content';
import {
  type Arrival,
  MalformedError,
  type RawRequest,
  type Receipt,
} from '../../../modules/inboxes/port.ts';
import { callbackPrefix, keyOf } from './ids.ts';
import { saidIn, serviceOf } from './parse-content.ts';
import { localeOf, nameOf, parseMessage, whoIs } from './parse-message.ts';
import { instant, int, line, obj, objects, type Raw, str } from './read.ts';

/** Update kinds we ask the platform for (`allowed_updates`); it sends reactions only when they are named. */
export const wantedUpdates = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'callback_query',
  'message_reaction',
  'my_chat_member',
];

type Context = { receivedAt: string };

const parsers: Record<string, (value: Raw, context: Context) => Inbound[]> = {
  message: parseMessage,
  channel_post: parseMessage,
  edited_message: parseEdit,
  edited_channel_post: parseEdit,
  callback_query: parseCallback,
  message_reaction: parseReaction,
  my_chat_member: parseMembership,
};

/** Understood and left alone, with the reason that is kept beside the receipt. */
const ignored: Record<string, string> = {
  business_connection: 'business accounts are not served by this channel',
  business_message: 'business accounts are not served by this channel',
  edited_business_message: 'business accounts are not served by this channel',
  deleted_business_messages: 'business accounts are not served by this channel',
  guest_message: 'guest messages of chats the bot is not in',
  message_reaction_count: 'anonymous reaction counts name nobody',
  inline_query: 'inline mode is not used',
  chosen_inline_result: 'inline mode is not used',
  shipping_query: 'payments of the platform are not used',
  pre_checkout_query: 'payments of the platform are not used',
  purchased_paid_media: 'paid media are not used',
  poll: 'polls are not used',
  poll_answer: 'polls are not used',
  chat_member: 'members of groups come and go',
  chat_join_request: 'who may join a group is decided in the app',
  chat_boost: 'boosts are not used',
  removed_chat_boost: 'boosts are not used',
  managed_bot: 'managed bots are not used',
};

function updateOf(body: Uint8Array): Raw {
  let update: Raw | undefined;
  try {
    update = obj(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    throw new MalformedError('body', 'malformed: no JSON');
  }
  if (!update) throw new MalformedError('body');
  const id = int(update.update_id);
  if (id === undefined || id < 0) throw new MalformedError('update_id');
  return update;
}

/** One webhook request carries one update; its number makes a copy a copy. */
export function arrivals(request: RawRequest): Arrival[] {
  const update = updateOf(request.body);
  return [{ externalId: arrivalId(update), body: request.body, headers: {}, facts: {} }];
}

/** External id in the ledger of an update, the same by webhook and by polling. */
export const arrivalId = (update: Raw) => `update:${int(update.update_id)}`;

/** Turns one update into items; an update nobody asked for is ignored with a reason, a damaged one throws. */
export function parse(receipt: Receipt): Inbound[] {
  const update = updateOf(receipt.body);
  for (const [kind, value] of Object.entries(update)) {
    const raw = obj(value);
    const parser = Object.hasOwn(parsers, kind) ? parsers[kind] : undefined;
    if (raw && parser) return parser(raw, { receivedAt: receipt.receivedAt });
    if (parser) throw new TypeError(`${kind}: no object`);
    if (Object.hasOwn(ignored, kind)) return [{ kind: 'ignored', reason: `${kind}: ${ignored[kind]}` }];
  }
  const unknown = Object.keys(update).find((key) => key !== 'update_id');
  return [{ kind: 'ignored', reason: `unknown kind of update: ${line(unknown, 64) ?? 'none'}` }];
}

function parseEdit(message: Raw): Inbound[] {
  const externalId = keyOf(message);
  if (!externalId) throw new TypeError('edited message: no chat or number');
  const service = serviceOf(message);
  if (service) return [{ kind: 'ignored', reason: `service message: ${service}` }];
  const at = instant(message.edit_date ?? message.date);
  return [{ kind: 'edit', externalId, at, content: saidIn(message).content }];
}

/**
 * A pressed button. The query carries no time of its own, so it counts from its arrival. An old or inline message
 * comes without its buttons: then the data stand in for the label.
 */
function parseCallback(query: Raw, context: Context): Inbound[] {
  const id = line(query.id, 128);
  const user = obj(query.from);
  if (!id || !user) throw new TypeError('callback_query: no id or sender');
  const message = obj(query.message);
  const data = line(query.data, 1024);
  if (!data) return [{ kind: 'ignored', reason: 'callback_query: games are not used' }];
  const replyTo = keyOf(message);
  const chat = obj(message?.chat);
  const isGroup = chat !== undefined && chat.type !== 'private';
  const locale = localeOf(user);
  const button = labelOf(message, data);
  return [
    {
      kind: 'message',
      externalId: `${callbackPrefix}${id}`,
      at: context.receivedAt,
      from: whoIs(user),
      proof: 'platform',
      content: Content.parse({ kind: 'button_reply', id: data, text: button ?? data }),
      ...(replyTo && { replyTo: [replyTo] }),
      ...(isGroup && int(chat.id) && groupOf(chat, message)),
      ...(locale && { locale }),
    },
  ];
}

function groupOf(chat: Raw, message: Raw | undefined) {
  const topic = message?.is_topic_message === true ? int(message.message_thread_id) : undefined;
  const key = topic ? `${int(chat.id)}:t${topic}` : `${int(chat.id)}`;
  const name = nameOf(chat);
  return { outsideThread: { kind: 'group' as const, key, ...(name && { name }) }, to: whoIs(chat) };
}

function labelOf(message: Raw | undefined, data: string): string | undefined {
  const rows = obj(message?.reply_markup)?.inline_keyboard;
  const buttons = Array.isArray(rows) ? rows.flatMap(objects) : [];
  return str(buttons.find((button) => button.callback_data === data)?.text, 1024);
}

/** The newest reaction that is there now, or null when the last one was taken back. */
function parseReaction(change: Raw): Inbound[] {
  const externalId = keyOf(change);
  if (!externalId) throw new TypeError('message_reaction: no chat or number');
  const before = new Set(objects(change.old_reaction).map((reaction) => JSON.stringify(reaction)));
  const now = objects(change.new_reaction);
  const newest = now.findLast((reaction) => !before.has(JSON.stringify(reaction))) ?? now.at(-1);
  const from = whoIs(obj(change.user) ?? obj(change.actor_chat));
  return [
    { kind: 'reaction', externalId, from, emoji: newest ? emojiOf(newest) : null, at: instant(change.date) },
  ];
}

/** Custom emoji are pictures without a character, paid ones are stars (Bot API, ReactionType). */
const emojiOf = (reaction: Raw) => line(reaction.emoji, 32) ?? (reaction.type === 'paid' ? '⭐' : '✨');

/** The bot was blocked or let in again by a customer, or put into or out of a group. */
function parseMembership(change: Raw): Inbound[] {
  const chat = obj(change.chat);
  const who = whoIs(chat);
  const status = line(obj(change.new_chat_member)?.status, 32) ?? 'unknown';
  const isGone = status === 'kicked' || status === 'left';
  const isPrivate = chat?.type === 'private';
  const code = isPrivate
    ? isGone
      ? 'blocked_by_customer'
      : 'unblocked_by_customer'
    : isGone
      ? 'removed_from_group'
      : 'added_to_group';
  return [
    {
      kind: 'notice',
      code,
      text: `${who.name ?? ''} (${who.value}): ${status}`.trim(),
      at: instant(change.date),
    },
  ];
}
