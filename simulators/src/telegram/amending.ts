import { badRequest } from './errors.ts';
import type { Params } from './params.ts';
import { type Bot, type Chat, findMessage, type SimMessage, tell, unixNow, type World } from './state.ts';

/** Changes of messages that are there: edits, deletions, reactions of the bot, with the platform's limits and words. */

type Place = { world: World; bot: Bot; chat: Chat; params: Params };

/** Older messages are deleted by nobody (Bot API, deleteMessage). */
const deletableSeconds = 48 * 3600;
/** What a reaction may be, as far as this simulator cares: one pictograph, as the platform writes it. */
const known = /^(?!.*\ufe0f)[\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d]+$/u;

function changed({ world, bot, chat }: Place, message: SimMessage): void {
  tell(world, { kind: 'message', bot: bot.user.username ?? '', chatId: chat.info.id, message });
}

function ownMessage({ chat, params }: Place): SimMessage {
  const message = findMessage(chat, params.int('message_id') ?? 0);
  if (!message) throw badRequest('message to edit not found');
  if (message.by !== 'bot') throw badRequest("message can't be edited");
  return message;
}

/** editMessageText and editMessageCaption. */
export function editMessage(place: Place, field: 'text' | 'caption'): SimMessage['raw'] {
  const message = ownMessage(place);
  const words = place.params.text(field)?.trim() ?? '';
  if (field === 'text' && message.raw.text === undefined)
    throw badRequest('there is no text in the message to edit');
  if (field === 'caption' && message.raw.text !== undefined)
    throw badRequest('there is no caption in the message to edit');
  if (field === 'text' && words === '') throw badRequest('message text is empty');
  if (words.length > (field === 'text' ? 4096 : 1024)) throw badRequest('MESSAGE_TOO_LONG');
  if ((message.raw[field] ?? '') === words)
    throw badRequest('message is not modified: specified new message content is exactly the same');
  message.raw = { ...message.raw, [field]: words, edit_date: unixNow() };
  changed(place, message);
  return message.raw;
}

function remove(place: Place, message: SimMessage): void {
  const { chat } = place;
  if (unixNow() - message.raw.date >= deletableSeconds)
    throw badRequest("message can't be deleted for everyone");
  chat.messages.splice(chat.messages.indexOf(message), 1);
  changed(place, message);
}

/** One message; it must be there. */
export function deleteMessage(place: Place): true {
  const message = findMessage(place.chat, place.params.int('message_id') ?? 0);
  if (!message) throw badRequest('message to delete not found');
  remove(place, message);
  return true;
}

/** Up to 100 messages; those that are not there are passed over. */
export function deleteMessages(place: Place): true {
  const ids = place.params.json('message_ids');
  if (!Array.isArray(ids) || ids.length < 1 || ids.length > 100)
    throw badRequest('message identifiers are not specified');
  for (const id of ids) {
    const message = findMessage(place.chat, Number(id));
    if (message) remove(place, message);
  }
  return true;
}

/** A bot has one reaction to a message; an empty list takes it back. */
export function setReaction(place: Place): true {
  const { chat, params } = place;
  const message = findMessage(chat, params.int('message_id') ?? 0);
  if (!message) throw badRequest('message to react not found');
  const reactions = params.json('reaction');
  const emojis = Array.isArray(reactions)
    ? reactions.map((one: { emoji?: unknown }) => String(one.emoji))
    : [];
  if (emojis.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  if (emojis.some((emoji) => !known.test(emoji))) throw badRequest('REACTION_INVALID');
  message.reactions.bot = emojis;
  changed(place, message);
  return true;
}
