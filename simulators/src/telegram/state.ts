import { randomBytes } from 'node:crypto';

/** A Bot API object; the simulator answers what the documentation shows, without typing all of it. */
export type Api = Record<string, unknown>;

export type User = {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
};
export type ChatType = 'private' | 'group' | 'supergroup' | 'channel';
export type ApiChat = {
  id: number;
  type: ChatType;
  title?: string;
  first_name?: string;
  username?: string;
  is_forum?: boolean;
};

/** A message as both sides know it. `delivered`: the bot has taken the update that carries it. */
export type SimMessage = {
  by: 'customer' | 'bot';
  userId: number;
  raw: Api & { message_id: number; date: number; chat: ApiChat };
  delivered: boolean;
  reactions: Record<string, string[]>;
};

export type Chat = {
  info: ApiChat;
  messages: SimMessage[];
  /** The customer blocked the bot, or the bot was put out of the group. */
  blocked: boolean;
  /** Where a group went that became a supergroup. */
  migratedTo?: number;
  /** Times (ms) of the bot's last sends, for the limit per chat. */
  sends: number[];
};

export type Update = Api & { update_id: number };
export type Pending = {
  update: Update;
  chatId: number;
  messageId?: number;
  copies: number;
  attempts: number;
  isBusy: boolean;
};

export type Webhook = {
  url: string;
  secret?: string;
  allowed?: string[];
  lastError?: { at: number; text: string };
};

export type Bot = {
  token: string;
  user: User;
  chats: Map<number, Chat>;
  pending: Pending[];
  nextUpdate: number;
  nextMessage: number;
  webhook?: Webhook;
  allowed?: string[];
  sends: number[];
  /** Callback queries not answered yet, by id. */
  queries: Map<string, { chatId: number; userId: number }>;
};

export type StoredFile = { id: string; path: string; name: string; type: string; bytes: Uint8Array };

/** What a phone page needs to hear; `message` covers new, edited and newly delivered ones. */
export type Change =
  | { kind: 'message'; bot: string; chatId: number; message: SimMessage }
  | { kind: 'typing'; bot: string; chatId: number; action: string }
  | { kind: 'answered'; bot: string; chatId: number; queryId: string; text?: string };

export type World = {
  bots: Map<string, Bot>;
  users: Map<number, User>;
  files: Map<string, StoredFile>;
  listeners: Set<(change: Change) => void>;
};

export function newWorld(): World {
  return { bots: new Map(), users: new Map(), files: new Map(), listeners: new Set() };
}

/** Whole seconds, as the platform counts. */
export const unixNow = () => Math.floor(Date.now() / 1000);

export function newBot(token: string, username: string, name: string): Bot {
  const id = Number(token.split(':')[0]);
  return {
    token,
    user: { id, is_bot: true, first_name: name, username },
    chats: new Map(),
    pending: [],
    // A later run must not use the numbers of an earlier one again: who received those would take them for copies.
    nextUpdate: Math.floor(Date.now() / 100),
    nextMessage: Math.floor(Date.now() / 100) - 17_000_000_000,
    sends: [],
    queries: new Map(),
  };
}

export function tell(world: World, change: Change): void {
  for (const listener of world.listeners) listener(change);
}

/** Keeps a file and gives it the handles by which it is fetched. */
export function storeFile(world: World, file: { name: string; type: string; bytes: Uint8Array }): StoredFile {
  const id = randomBytes(24).toString('base64url');
  const extension = /\.(\w{1,8})$/.exec(file.name)?.[1] ?? 'bin';
  const folder = file.type.startsWith('image/') ? 'photos' : 'documents';
  const stored = { ...file, id, path: `${folder}/file_${world.files.size}.${extension}` };
  world.files.set(id, stored);
  return stored;
}

export const findMessage = (chat: Chat | undefined, id: number) =>
  chat?.messages.find((message) => message.raw.message_id === id);
