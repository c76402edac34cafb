import { randomInt } from 'node:crypto';
import type { Delivery } from './delivery.ts';
import { fileBody } from './params.ts';
import {
  type Api,
  type ApiChat,
  type Bot,
  type Chat,
  findMessage,
  newBot,
  type SimMessage,
  storeFile,
  tell,
  type User,
  unixNow,
  type World,
} from './state.ts';

export type Customer = {
  id?: number;
  firstName: string;
  lastName?: string;
  username?: string;
  language?: string;
};
export type CustomerFile = { kind: FileKind; name: string; type: string; bytes: Uint8Array };
export type FileKind = 'photo' | 'voice' | 'audio' | 'video' | 'animation' | 'sticker' | 'document';

/** What a customer says. Several files make an album. `raw` is laid over the message, for kinds not foreseen here. */
export type Saying = {
  text?: string;
  entities?: Api[];
  files?: CustomerFile[];
  location?: { latitude: number; longitude: number };
  /** Shares a contact; without `phone` of others it is the customer's own. */
  contact?: { phone: string; firstName: string; own?: boolean };
  replyTo?: number;
  raw?: Api;
};

/** What the customers' side works on. */
export type Hands = { world: World; delivery: Delivery };
/** Which bot (by user name; else the first) and, in groups, which chat; a private chat has the customer's id. */
export type At = { bot?: string; chatId?: number };

/** A further bot with its own token. */
export function addBot({ world }: Hands, bot: { token: string; username: string; name: string }): void {
  world.bots.set(bot.token, newBot(bot.token, bot.username, bot.name));
}

/** A person with the app; the same id again updates the names. */
export function customer({ world }: Hands, who: Customer): User {
  const id = who.id ?? randomInt(1_000_000_000, 7_000_000_000);
  const user: User = {
    id,
    is_bot: false,
    first_name: who.firstName,
    ...(who.lastName && { last_name: who.lastName }),
    ...(who.username && { username: who.username }),
    language_code: who.language ?? 'pt-br',
  };
  world.users.set(id, user);
  return user;
}

/** A group, supergroup or channel the bot is a member of; its id is negative. */
export function group(
  { world }: Hands,
  title: string,
  options: { type?: 'group' | 'supergroup' | 'channel'; bot?: string } = {},
): number {
  const type = options.type ?? 'supergroup';
  const id =
    type === 'group' ? -randomInt(1_000_000, 9_000_000) : -1_000_000_000_000 - randomInt(1, 1_000_000_000);
  addChat(botNamed(world, options.bot), { id, type, title });
  return id;
}

/** The customer writes; one message, or one per file of an album. */
export function customerSends(hands: Hands, userId: number, saying: Saying & At): SimMessage[] {
  const { bot, user, chat } = place(hands.world, userId, saying);
  const extra = extraOf(saying, chat);
  return bodiesOf(saying, user, hands.world).map((body) =>
    say(hands, { bot, user, chat }, { ...body, ...extra }),
  );
}

/** The customer opens a deep link and presses START. */
export function startsWith(hands: Hands, userId: number, start: { token?: string } & At = {}): SimMessage {
  const { bot, user, chat } = place(hands.world, userId, { bot: start.bot });
  chat.blocked = false;
  const entities = [{ type: 'bot_command', offset: 0, length: 6 }];
  return say(
    hands,
    { bot, user, chat },
    { text: start.token ? `/start ${start.token}` : '/start', entities },
  );
}

/** The customer presses a button below a message of the bot; gives the query's id. */
export function customerPresses(
  hands: Hands,
  userId: number,
  press: { messageId: number; data: string } & At,
): string {
  const { bot, user, chat, message } = seen(hands.world, userId, press);
  const rows = (message.raw.reply_markup as { inline_keyboard?: Api[][] } | undefined)?.inline_keyboard ?? [];
  if (!rows.flat().some((button) => button.callback_data === press.data)) throw new Error('no such button');
  const id = String(randomInt(1_000_000_000, 200_000_000_000));
  bot.queries.set(id, { chatId: chat.info.id, userId });
  const query = {
    id,
    from: user,
    message: message.raw,
    chat_instance: String(chat.info.id),
    data: press.data,
  };
  hands.delivery.push(bot, { callback_query: query }, { chatId: chat.info.id });
  return id;
}

/** The customer changes the words of an own message. */
export function customerEdits(
  hands: Hands,
  userId: number,
  edit: { messageId: number; text: string } & At,
): void {
  const { bot, chat, message } = seen(hands.world, userId, edit);
  if (message.userId !== userId) throw new Error('only the own messages can be edited');
  const field = message.raw.text === undefined ? 'caption' : 'text';
  message.raw = { ...message.raw, [field]: edit.text, edit_date: unixNow() };
  announce(hands.world, { bot, chat, message });
  hands.delivery.push(bot, { edited_message: message.raw }, { chatId: chat.info.id });
}

/** Sets or takes back (null) the customer's reaction. */
export function customerReacts(
  hands: Hands,
  userId: number,
  reaction: { messageId: number; emoji: string | null } & At,
): void {
  const { bot, user, chat, message } = seen(hands.world, userId, reaction);
  const typed = (list: string[]) => list.map((emoji) => ({ type: 'emoji', emoji }));
  const before = message.reactions[userId] ?? [];
  const after = reaction.emoji ? [reaction.emoji] : [];
  message.reactions[userId] = after;
  announce(hands.world, { bot, chat, message });
  const about = { chat: chat.info, message_id: reaction.messageId, user, date: unixNow() };
  const change = { ...about, old_reaction: typed(before), new_reaction: typed(after) };
  hands.delivery.push(bot, { message_reaction: change }, { chatId: chat.info.id });
}

/** The customer blocks the bot, or lets it in again. */
export function customerBlocks(hands: Hands, userId: number, how: { blocked: boolean } & At): void {
  const { bot, user, chat } = place(hands.world, userId, { bot: how.bot });
  chat.blocked = how.blocked;
  const status = (blocked: boolean) => ({ user: bot.user, status: blocked ? 'kicked' : 'member' });
  const about = { chat: chat.info, from: user, date: unixNow() };
  const change = { ...about, old_chat_member: status(!how.blocked), new_chat_member: status(how.blocked) };
  hands.delivery.push(bot, { my_chat_member: change }, { chatId: chat.info.id });
}

/** A group becomes a supergroup with a new id, which is given back; both chats are told. */
export function migrates({ world, delivery }: Hands, chatId: number, at: At = {}): number {
  const bot = botNamed(world, at.bot);
  const old = bot.chats.get(chatId);
  if (!old) throw new Error(`no such chat: ${chatId}`);
  const id = -1_000_000_000_000 - randomInt(1, 1_000_000_000);
  addChat(bot, { ...old.info, id, type: 'supergroup' });
  old.migratedTo = id;
  const about = { message_id: bot.nextMessage++, date: unixNow() };
  const now = bot.chats.get(id)?.info;
  delivery.push(bot, { message: { ...about, chat: old.info, migrate_to_chat_id: id } }, { chatId });
  delivery.push(bot, { message: { ...about, chat: now, migrate_from_chat_id: chatId } }, { chatId: id });
  return id;
}

/** Any update as it is, for kinds not foreseen here. */
export function pushUpdate({ world, delivery }: Hands, update: Api, at: At = {}) {
  return delivery.push(botNamed(world, at.bot), update, { chatId: at.chatId ?? 0 });
}

/** The messages of a chat, oldest first. */
export function chat({ world }: Hands, chatId: number, at: At = {}): SimMessage[] {
  return botNamed(world, at.bot).chats.get(chatId)?.messages ?? [];
}

/** The bots there are. */
export const bots = ({ world }: Hands): User[] => [...world.bots.values()].map((bot) => bot.user);

/** How many updates the bot has not taken yet. */
export const pending = ({ world }: Hands, at: At = {}): number => botNamed(world, at.bot).pending.length;

/** A file by its handle. */
export const file = ({ world }: Hands, id: string) => world.files.get(id);

function botNamed(world: World, username?: string): Bot {
  const all = [...world.bots.values()];
  const bot = username
    ? all.find((one) => one.user.username?.toLowerCase() === username.toLowerCase())
    : all[0];
  if (!bot) throw new Error(`no such bot: ${username ?? ''}`);
  return bot;
}

/** Who speaks to which bot in which chat. */
function place(world: World, userId: number, at: At): { bot: Bot; user: User; chat: Chat } {
  const bot = botNamed(world, at.bot);
  const user = world.users.get(userId);
  if (!user) throw new Error(`no such customer: ${userId}`);
  return { bot, user, chat: chatFor(bot, at.chatId ?? userId, user) };
}

function seen(world: World, userId: number, at: At & { messageId: number }) {
  const there = place(world, userId, at);
  const message = findMessage(there.chat, at.messageId);
  if (!message) throw new Error(`no such message: ${at.messageId}`);
  return { ...there, message };
}

function announce(world: World, about: { bot: Bot; chat: Chat; message: SimMessage }): void {
  const bot = about.bot.user.username ?? '';
  tell(world, { kind: 'message', bot, chatId: about.chat.info.id, message: about.message });
}

function say(hands: Hands, by: { bot: Bot; user: User; chat: Chat }, body: Api): SimMessage {
  const { bot, user, chat } = by;
  const raw = { message_id: bot.nextMessage++, from: user, chat: chat.info, date: unixNow(), ...body };
  const message: SimMessage = { by: 'customer', userId: user.id, raw, delivered: false, reactions: {} };
  chat.messages.push(message);
  announce(hands.world, { bot, chat, message });
  const kind = chat.info.type === 'channel' ? 'channel_post' : 'message';
  hands.delivery.push(bot, { [kind]: raw }, { chatId: chat.info.id, messageId: raw.message_id });
  return message;
}

function addChat(bot: Bot, info: ApiChat): Chat {
  const chat: Chat = { info, messages: [], blocked: false, sends: [] };
  bot.chats.set(info.id, chat);
  return chat;
}

/** A private chat begins with the customer's first word; groups must be there. */
function chatFor(bot: Bot, chatId: number, user: User): Chat {
  const known = bot.chats.get(chatId);
  if (known) return known;
  if (chatId !== user.id) throw new Error(`no such chat: ${chatId}`);
  const { id, first_name, username } = user;
  return addChat(bot, { id, type: 'private', first_name, ...(username && { username }) });
}

function extraOf(saying: Saying, chat: Chat): Api {
  const answered = saying.replyTo === undefined ? undefined : findMessage(chat, saying.replyTo);
  // A quoted message carries no further quotation (Bot API, Message).
  const reply = answered && { ...answered.raw, reply_to_message: undefined };
  return { ...(reply && { reply_to_message: reply }), ...saying.raw };
}

function bodiesOf(saying: Saying, user: User, world: World): Api[] {
  const { text, entities, files = [], location, contact } = saying;
  if (location) return [{ location }];
  if (contact) {
    const own = contact.own && { user_id: user.id };
    return [{ contact: { phone_number: contact.phone, first_name: contact.firstName, ...own } }];
  }
  const album = files.length > 1 ? { media_group_id: String(randomInt(1_000_000_000, 200_000_000_000)) } : {};
  const bodies = files.map((file, order) => {
    const body = fileBody(file.kind, storeFile(world, file));
    return { ...body, ...album, ...(order === 0 && text && { caption: text }) };
  });
  if (bodies.length > 0) return bodies;
  return [{ ...(text !== undefined && { text }), ...(entities && { entities }) }];
}
