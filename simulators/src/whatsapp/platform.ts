import { type Delivery, push } from './delivery.ts';
import { messageWebhook, moreOf, numberChangeWebhook, shapeOf, statusWebhook, wordsOf } from './payloads.ts';
import type { Config, Store } from './store.ts';
import type {
  Chat,
  ChatMessage,
  ChatState,
  CustomerContent,
  CustomerMedia,
  CustomerOptions,
} from './types.ts';

type Json = Record<string, unknown>;
type Refusal = { code: number; title: string; details: string };

/** What happens between the business and the customers' phones. */
export type Platform = { config: Config; store: Store; delivery: Delivery; timers: Set<NodeJS.Timeout> };

export const outsideWindow: Refusal = {
  code: 131047,
  title: 'Re-engagement message',
  details: 'More than 24 hours have passed since the customer last replied to this number.',
};
const undeliverable: Refusal = {
  code: 131026,
  title: 'Message undeliverable',
  details: 'The number has no account or cannot receive this message.',
};

const notReactable: Refusal = {
  code: 131009,
  title: 'Parameter value is not valid',
  details: 'There is no such message to react to.',
};

const nowOf = ({ config }: Platform) => new Date(config.now()).toISOString();

function later({ timers }: Platform, ms: number, work: () => void): void {
  const timer = setTimeout(() => {
    timers.delete(timer);
    work();
  }, ms);
  timers.add(timer);
}

type Change = { chat: Chat; message: ChatMessage; status: ChatState; error?: Refusal };

function setState(platform: Platform, change: Change): void {
  change.message.state = change.status;
  platform.store.changed(change.chat.customer.waId);
  push(platform.delivery, statusWebhook(platform.config, { ...change, at: nowOf(platform) }));
}

/** Two ticks, and blue ones for who reads at once. */
function deliverToPhone(platform: Platform, chat: Chat, message: ChatMessage): void {
  if (!chat.customer.online || message.state !== 'sent') return;
  setState(platform, { chat, message, status: 'delivered' });
  if (!chat.customer.readsAtOnce) return;
  later(platform, platform.config.delays.read, () => setState(platform, { chat, message, status: 'read' }));
}

const monthMs = 30 * 24 * 3_600_000;

/** A reaction to what is not there, too old or itself a reaction is taken and then fails. */
function refusedReaction({ config }: Platform, chat: Chat, message: Accepted): Refusal | undefined {
  if (message.type !== 'reaction') return undefined;
  const about = chat.messages.find((one) => one.id === message.body.message_id && one.type !== 'reaction');
  const young = about !== undefined && config.now() - Date.parse(about.at) < monthMs;
  return young ? undefined : notReactable;
}

type Accepted = Pick<ChatMessage, 'type' | 'body' | 'replyTo' | 'callbackData' | 'mediaId'>;

/** Takes a message of the business; window and reachability show in its status, not in the answer. */
export function accept(platform: Platform, to: string, message: Accepted) {
  const { config, store } = platform;
  const chat = store.chat(to);
  const { waId, userId, reachable } = chat.customer;
  const closed = message.type !== 'template' && !store.windowOpen(waId);
  const error = reachable
    ? closed
      ? outsideWindow
      : refusedReaction(platform, chat, message)
    : undeliverable;
  const stored: ChatMessage = {
    ...message,
    id: `wamid.SIM${store.next()}`,
    from: 'business',
    at: nowOf(platform),
    text: wordsOf(message.type, message.body, config.templates),
    state: error ? 'failed' : undefined,
  };
  chat.businessTyping = false;
  store.add(waId, stored);
  later(platform, config.delays.sent, () => {
    if (error) return setState(platform, { chat, message: stored, status: 'failed', error });
    setState(platform, { chat, message: stored, status: 'sent' });
    // Of a reaction nothing more than this is told.
    if (message.type === 'reaction') return;
    later(platform, config.delays.delivered, () => deliverToPhone(platform, chat, stored));
  });
  return { id: stored.id, waId, userId };
}

type Said = { type: string; body: Json; text: string; mediaId?: string };

function customerSays(platform: Platform, from: string, said: Said & CustomerOptions): string {
  const { config, delivery, store } = platform;
  const { name, userId, referral, product, hidesNumber, ...content } = said;
  const chat = store.chat(from);
  if (name) chat.customer.name = name;
  if (userId) chat.customer.userId = userId;
  const id = `wamid.SIM${store.next()}`;
  const more = moreOf(config, { referral, product });
  const message: ChatMessage = {
    ...content,
    id,
    from: 'customer',
    at: nowOf(platform),
    state: 'sent',
    ...(Object.keys(more).length > 0 ? { more } : {}),
    ...(hidesNumber ? { hidesNumber } : {}),
  };
  store.add(chat.customer.waId, message);
  push(delivery, messageWebhook(config, chat, message));
  return id;
}

/** The customer has a new number: the platform says so, and the business-scoped id changes with it. */
export function customerChangesNumber(platform: Platform, from: string, to: string): void {
  const { config, delivery, store } = platform;
  const [before, after] = [store.chat(from).customer, store.chat(to).customer];
  after.name = before.name;
  push(
    delivery,
    numberChangeWebhook(config, { before, after, id: `wamid.SIM${store.next()}`, at: nowOf(platform) }),
  );
}

/** A customer writes, answers a button, reacts, edits or revokes; returns the message's id. */
export function customerSends(
  platform: Platform,
  from: string,
  { content, ...options }: { content: CustomerContent } & CustomerOptions,
): string {
  const [type, body] = shapeOf(content);
  const text = 'text' in content ? (content.text ?? '') : 'title' in content ? content.title : '';
  return customerSays(platform, from, { type, body, text, ...options });
}

/** A customer sends a file; returns the message's id. */
export function customerSendsMedia(
  platform: Platform,
  from: string,
  { file, ...options }: { file: CustomerMedia } & CustomerOptions,
): string {
  const stored = platform.store.addMedia({ bytes: file.bytes, type: file.type, name: file.name });
  const type = file.kind === 'voice' ? 'audio' : file.kind;
  const body: Json = {
    id: stored.id,
    mime_type: file.type,
    sha256: Buffer.from(stored.sha256, 'hex').toString('base64'),
    ...(file.caption ? { caption: file.caption } : {}),
    ...(file.kind === 'document' && file.name ? { filename: file.name } : {}),
    ...(type === 'audio' ? { voice: file.kind === 'voice' } : {}),
  };
  return customerSays(platform, from, {
    type,
    body,
    text: file.caption ?? '',
    mediaId: stored.id,
    ...options,
  });
}

/** The customer opens the chat: everything that has arrived is read. */
export function customerReads(platform: Platform, from: string): void {
  const chat = platform.store.chat(from);
  const unread = chat.messages.filter(
    (one) => one.from === 'business' && (one.state === 'sent' || one.state === 'delivered'),
  );
  for (const message of unread) setState(platform, { chat, message, status: 'read' });
}

/** The business has read up to a customer's message, and perhaps types. False when there is no such message. */
export function businessRead(platform: Platform, messageId: string, typing: boolean): boolean {
  const { store } = platform;
  const chat = [...store.chats.values()].find((one) => one.messages.some(({ id }) => id === messageId));
  if (!chat) return false;
  const upTo = chat.messages.findIndex(({ id }) => id === messageId);
  const read = chat.messages.slice(0, upTo + 1).filter((one) => one.from === 'customer');
  for (const message of read) message.state = 'read';
  setTyping(store, chat, typing);
  // The platform ends it after 25 seconds, or when the answer is there.
  if (typing) later(platform, 25_000, () => setTyping(store, chat, false));
  return true;
}

function setTyping(store: Store, chat: Chat, typing: boolean): void {
  chat.businessTyping = typing;
  store.changed(chat.customer.waId);
}

/** The phone is on or off; on, what waited is delivered. */
export function setOnline(platform: Platform, from: string, online: boolean): void {
  const chat = platform.store.chat(from);
  chat.customer.online = online;
  for (const message of chat.messages) {
    if (message.from === 'business') deliverToPhone(platform, chat, message);
  }
}
