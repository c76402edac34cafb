import type { InboundAttachment } from '@meada/contract/channels';
import { Content } from '@meada/contract/content';
import { attachmentOf } from './parse-media.ts';
import { line, num, obj, objects, type Raw, str } from './read.ts';
import { visibleText } from './text.ts';

/** What a message says: its content and at most one attachment (an album comes as several messages). */
export type Said = { content: Content; attachments?: InboundAttachment[] };

/** Fields that report something that happened in the chat and are said by nobody (Bot API, Message: service messages). */
const serviceFields = new Set(
  [
    'new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title new_chat_photo',
    'delete_chat_photo group_chat_created supergroup_chat_created channel_chat_created',
    'message_auto_delete_timer_changed pinned_message connected_website write_access_allowed boost_added',
    'chat_background_set proximity_alert_triggered forum_topic_created forum_topic_edited forum_topic_closed',
    'forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden giveaway_created',
    'giveaway_completed video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited',
    'paid_message_price_changed direct_message_price_changed checklist_tasks_done checklist_tasks_added',
    'poll_option_added poll_option_deleted managed_bot_created suggested_post_approved suggested_post_declined',
    'suggested_post_approval_failed suggested_post_paid suggested_post_refunded',
  ].flatMap((names) => names.split(' ')),
);

/** The service field of a message that nobody said, or undefined. */
export const serviceOf = (message: Raw) => Object.keys(message).find((field) => serviceFields.has(field));

type Parser = (value: Raw, message: Raw) => unknown;

/** Message field → content; the order matters where one message carries two (a venue also has `location`). */
const contentFields: Record<string, Parser> = {
  venue: (venue) => ({
    kind: 'location',
    ...point(obj(venue.location)),
    name: line(venue.title, 512),
    address: line(venue.address, 1024),
  }),
  location: (location) => ({ kind: 'location', ...point(location) }),
  contact: (contact) => ({ kind: 'contact', contacts: [contactOf(contact)] }),
};

/** Things we cannot show: field → what can at least be read of them. */
const unsupportedFields: Record<string, Parser> = {
  poll: (poll) => lines([poll.question, ...objects(poll.options).map((option) => bullet(option.text))]),
  checklist: (list) => lines([list.title, ...objects(list.tasks).map((task) => bullet(task.text))]),
  dice: (dice) => lines([`${line(dice.emoji, 16) ?? ''} ${num(dice.value) ?? ''}`.trim()]),
  rich_message: (rich) => lines(objects(rich.blocks).map((block) => richText(block, 0))),
  game: (game) => lines([game.title, game.description]),
  invoice: (invoice) => lines([invoice.title, invoice.description]),
  web_app_data: (data) => lines([data.button_text, data.data]),
  paid_media: (_, message) => message.caption,
  story: () => undefined,
  successful_payment: () => undefined,
  refunded_payment: () => undefined,
  users_shared: () => undefined,
  chat_shared: () => undefined,
  passport_data: () => undefined,
  gift: () => undefined,
  unique_gift: () => undefined,
  giveaway: () => undefined,
  giveaway_winners: () => undefined,
};

/** Fields every message may carry and that say nothing by themselves: not worth naming as the unsupported thing. */
const envelope =
  /^(message_id|message_thread_id|from|date|edit_date|chat|.*_chat|.*_id|is_.*|has_.*|via_bot|quote|reply_.*)$/;

/** Content of a message; throws on what claims to be something and is not. Never empty: the unknown is `unsupported`. */
export function saidIn(message: Raw): Said {
  const text = bodyOf(message);
  for (const [field, parse] of Object.entries(contentFields)) {
    const value = obj(message[field]);
    if (value) return { content: Content.parse(parse(value, message)) };
  }
  for (const [field, describe] of Object.entries(unsupportedFields)) {
    const value = obj(message[field]);
    if (value) return unsupported(field, describe(value, message));
  }
  const attachment = attachmentOf(message);
  if (attachment) {
    const emoji = attachment.kind === 'sticker' ? line(obj(message.sticker)?.emoji, 16) : undefined;
    const content = { kind: 'media', media: attachment.kind, text: text ?? emoji };
    return { content: Content.parse(content), attachments: [attachment] };
  }
  if (text !== undefined) return { content: Content.parse({ kind: 'text', text }) };
  return unsupported(Object.keys(message).find((field) => !envelope.test(field)) ?? 'empty', undefined);
}

function bodyOf(message: Raw): string | undefined {
  const text = str(message.text);
  if (text !== undefined) return visibleText(text, objects(message.entities));
  const caption = str(message.caption);
  return caption === undefined ? undefined : visibleText(caption, objects(message.caption_entities));
}

function unsupported(type: string, text: unknown): Said {
  const name = line(type, 128) ?? 'unknown';
  return { content: Content.parse({ kind: 'unsupported', type: name, text: str(text, 20_000) }) };
}

const point = (location: Raw | undefined) => ({
  latitude: location?.latitude,
  longitude: location?.longitude,
});

function contactOf(contact: Raw) {
  const phone = line(contact.phone_number, 64);
  const name = [line(contact.first_name, 200), line(contact.last_name, 200)].filter(Boolean).join(' ');
  return { name: name || phone || '?', phones: phone ? [phone] : [], emails: emailsOf(contact.vcard) };
}

/** E-mail addresses of a vCard (RFC 6350 §6.4.2), without reading the rest of it. */
function emailsOf(vcard: unknown): string[] {
  const text = str(vcard, 4096) ?? '';
  return [...text.matchAll(/^EMAIL[^:\r\n]{0,200}:([^\r\n]{3,320})$/gim)]
    .map((match) => line(match[1], 320))
    .filter((email) => email !== undefined)
    .slice(0, 50);
}

const lines = (parts: unknown[]) =>
  parts
    .map((part) => str(part, 2000))
    .filter(Boolean)
    .join('\n');
const bullet = (text: unknown) => (typeof text === 'string' ? `• ${text}` : undefined);

/** The words of a rich block, however it is nested (Bot API, RichText: a string, a list, or an object with `text`). */
function richText(value: unknown, depth: number): string {
  if (typeof value === 'string') return value;
  if (depth > 20) return '';
  if (Array.isArray(value)) return value.map((inner) => richText(inner, depth + 1)).join('');
  const block = obj(value);
  if (!block) return '';
  return ['text', 'blocks', 'items', 'cells', 'caption']
    .map((field) => (block[field] === undefined ? '' : richText(block[field], depth + 1)))
    .join('');
}
