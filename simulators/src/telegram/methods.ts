import { deleteMessage, deleteMessages, editMessage, setReaction } from './amending.ts';
import type { Delivery } from './delivery.ts';
import { ApiError, badRequest, forbidden } from './errors.ts';
import { countSend, type Limits } from './limits.ts';
import { bodyOf, type Params } from './params.ts';
import {
  type Api,
  type Bot,
  type Chat,
  findMessage,
  type SimMessage,
  tell,
  unixNow,
  type World,
} from './state.ts';

export type Context = {
  world: World;
  bot: Bot;
  delivery: Delivery;
  limits: Limits;
  params: Params;
  signal: AbortSignal;
};
type Method = (context: Context) => unknown;

/** Fields by which a message is known to be one of the sendX methods, and the field of its file. */
const sends = {
  sendMessage: 'text',
  sendPhoto: 'photo',
  sendDocument: 'document',
  sendVoice: 'voice',
  sendVideo: 'video',
  sendAudio: 'audio',
  sendAnimation: 'animation',
  sendSticker: 'sticker',
  sendLocation: 'location',
  sendVenue: 'venue',
  sendContact: 'contact',
} as const;

const sendMethods = Object.fromEntries(
  Object.entries(sends).map(([method, field]) => [method, (context: Context) => sendOne(context, field)]),
);

/** Method → what it does; names as in the Bot API, compared without regard to case. */
export const methods: Record<string, Method> = {
  ...sendMethods,
  sendMediaGroup,
  sendChatAction,
  editMessageText: (context) => editMessage(placeOf(context), 'text'),
  editMessageCaption: (context) => editMessage(placeOf(context), 'caption'),
  deleteMessage: (context) => deleteMessage(placeOf(context)),
  deleteMessages: (context) => deleteMessages(placeOf(context)),
  setMessageReaction: (context) => setReaction(placeOf(context)),
  answerCallbackQuery,
  getFile,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  getMe: ({ bot }) => ({ ...bot.user, can_join_groups: true, can_read_all_group_messages: true }),
  getChat: ({ bot, params }) => chatOf(bot, params).info,
};

function chatOf(bot: Bot, params: Params): Chat {
  const chat = bot.chats.get(params.int('chat_id') ?? Number.NaN);
  if (!chat) throw badRequest('chat not found');
  if (chat.migratedTo !== undefined) {
    const moved = { migrate_to_chat_id: chat.migratedTo };
    throw new ApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', moved);
  }
  if (chat.blocked) {
    throw forbidden(
      chat.info.type === 'private' ? 'bot was blocked by the user' : 'bot was kicked from the group chat',
    );
  }
  return chat;
}

function sendOne(context: Context, field: string): Api {
  const chat = chatOf(context.bot, context.params);
  const body = bodyOf(field, context.params, context.world);
  const extra = extraOf(chat, context.params);
  countSend(context.bot, chat, context.limits);
  return write(context, chat, { ...body, ...extra });
}

function sendMediaGroup(context: Context): Api[] {
  const { params, bot, world } = context;
  const chat = chatOf(bot, params);
  const items = params.json('media');
  if (!Array.isArray(items) || items.length < 2 || items.length > 10)
    throw badRequest('wrong number of media');
  const bodies = items.map((item: Api) => {
    const file = String(item.media ?? '').replace(/^attach:\/\//, '');
    const fields = { caption: String(item.caption ?? ''), [String(item.type)]: file };
    return bodyOf(String(item.type), params.with(fields, { [String(item.type)]: file }), world);
  });
  const extra = extraOf(chat, params);
  countSend(bot, chat, context.limits);
  const album = String(Date.now());
  return bodies.map((body) => write(context, chat, { ...body, ...extra, media_group_id: album }));
}

function extraOf(chat: Chat, params: Params): Api {
  const markup = params.object('reply_markup');
  const rows = Array.isArray(markup?.inline_keyboard) ? (markup.inline_keyboard as Api[][]) : undefined;
  for (const button of rows?.flat() ?? []) {
    const data = button.callback_data;
    if (typeof button.text !== 'string' || button.text === '') throw badRequest('text buttons are empty');
    if (typeof data === 'string' && (data === '' || Buffer.byteLength(data) > 64))
      throw badRequest('BUTTON_DATA_INVALID');
  }
  const reply = params.object('reply_parameters');
  const answered = reply && findMessage(chat, Number(reply.message_id));
  if (reply && !answered && reply.allow_sending_without_reply !== true)
    throw badRequest('message to be replied not found');
  const thread = params.int('message_thread_id');
  return {
    ...(rows && { reply_markup: { inline_keyboard: rows } }),
    ...(answered && { reply_to_message: withoutReply(answered.raw) }),
    ...(thread && { message_thread_id: thread, is_topic_message: true }),
  };
}

const withoutReply = ({ reply_to_message: _, ...raw }: SimMessage['raw']) => raw;

function write({ bot, world }: Context, chat: Chat, body: Api): Api {
  const raw = { message_id: bot.nextMessage++, from: bot.user, chat: chat.info, date: unixNow(), ...body };
  const message: SimMessage = { by: 'bot', userId: bot.user.id, raw, delivered: true, reactions: {} };
  chat.messages.push(message);
  tell(world, { kind: 'message', bot: bot.user.username ?? '', chatId: chat.info.id, message });
  return raw;
}

function sendChatAction({ bot, world, params }: Context): true {
  const chat = chatOf(bot, params);
  const action = params.text('action') ?? 'typing';
  tell(world, { kind: 'typing', bot: bot.user.username ?? '', chatId: chat.info.id, action });
  return true;
}

const placeOf = ({ bot, world, params }: Context) => ({ bot, world, params, chat: chatOf(bot, params) });

function answerCallbackQuery({ bot, world, params }: Context): true {
  const queryId = params.text('callback_query_id') ?? '';
  const query = bot.queries.get(queryId);
  if (!query) throw badRequest('query is too old and response timeout expired or query ID is invalid');
  bot.queries.delete(queryId);
  const text = params.text('text');
  const about = { bot: bot.user.username ?? '', chatId: query.chatId, queryId };
  tell(world, { kind: 'answered', ...about, ...(text && { text }) });
  return true;
}

function getFile({ world, params }: Context): Api {
  const file = world.files.get(params.text('file_id') ?? '');
  if (!file) throw badRequest('invalid file_id');
  if (file.bytes.length > 20 * 1024 * 1024) throw badRequest('file is too big');
  return {
    file_id: file.id,
    file_unique_id: file.id.slice(0, 16),
    file_size: file.bytes.length,
    file_path: file.path,
  };
}

async function getUpdates({ bot, delivery, params, signal }: Context): Promise<Api[]> {
  if (bot.webhook) {
    const text =
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    throw new ApiError(409, text);
  }
  const allowed = params.json('allowed_updates');
  if (Array.isArray(allowed)) bot.allowed = allowed.map(String);
  const limit = Math.min(100, Math.max(1, params.int('limit') ?? 100));
  const timeout = Math.min(50, Math.max(0, params.int('timeout') ?? 0));
  return await delivery.poll(bot, { offset: params.int('offset') ?? 0, limit, timeout, signal });
}

function setWebhook({ bot, delivery, params }: Context): true {
  const url = params.text('url') ?? '';
  if (url === '') return deleteWebhook({ bot, params });
  if (!isLoopback(url)) throw badRequest('bad webhook: the simulator calls this machine only');
  const secret = params.text('secret_token');
  if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret))
    throw badRequest('secret token contains unallowed characters');
  const allowed = params.json('allowed_updates');
  bot.webhook = {
    url,
    ...(secret && { secret }),
    ...(Array.isArray(allowed) && { allowed: allowed.map(String) }),
  };
  delivery.wake(bot);
  return true;
}

/** The real platform wants HTTPS; the simulator only ever calls its own machine. */
function isLoopback(url: string): boolean {
  try {
    return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
  } catch {
    return false;
  }
}

function deleteWebhook({ bot, params }: Pick<Context, 'bot' | 'params'>): true {
  delete bot.webhook;
  if (params.json('drop_pending_updates') === true) bot.pending = [];
  return true;
}

function getWebhookInfo({ bot }: Context): Api {
  const { webhook } = bot;
  return {
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: bot.pending.length,
    ...(webhook?.allowed && { allowed_updates: webhook.allowed }),
    ...(webhook?.lastError && {
      last_error_date: webhook.lastError.at,
      last_error_message: webhook.lastError.text,
    }),
  };
}
