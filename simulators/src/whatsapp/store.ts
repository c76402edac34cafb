import { createHash } from 'node:crypto';
import type { Chat, ChatMessage, Customer, Media, SimulatorOptions } from './types.ts';

const day = 24 * 3600 * 1000;

export type Config = Required<Omit<SimulatorOptions, 'port' | 'host'>>;

/** Everything the simulated platform remembers; gone when it stops. */
export function createStore(config: Config) {
  const chats = new Map<string, Chat>();
  const media = new Map<string, Media>();
  const listeners = new Set<(waId: string) => void>();
  // Whoever received the ids of an earlier run would take those of this one for copies.
  let counter = Date.now() * 1000;

  const next = () => {
    counter += 1;
    return String(counter).padStart(12, '0');
  };
  const changed = (waId: string) => {
    for (const listener of listeners) listener(waId);
  };

  /** The chat of a number in any spelling; made when it is first seen. */
  const chat = (number: string): Chat => {
    const waId = waIdOf(number);
    const known = chats.get(waId) ?? [...chats.values()].find((one) => one.customer.userId === number);
    if (known) return known;
    const made: Chat = { customer: customerOf(waId), messages: [], businessTyping: false };
    chats.set(waId, made);
    return made;
  };

  const addMedia = (file: Omit<Media, 'id' | 'sha256'>): Media => {
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    const stored = { ...file, id: `77${next()}`, sha256 };
    media.set(stored.id, stored);
    return stored;
  };

  /** True while the customer's last message is younger than 24 hours. */
  const windowOpen = (waId: string): boolean => {
    const last = chat(waId).messages.findLast((one) => one.from === 'customer');
    return last !== undefined && config.now() - Date.parse(last.at) < day;
  };

  const add = (waId: string, message: ChatMessage): void => {
    chat(waId).messages.push(message);
    changed(waId);
  };

  return { chats, media, listeners, next, changed, chat, addMedia, windowOpen, add };
}

export type Store = ReturnType<typeof createStore>;

/**
 * The platform's id of a number: Brazilian mobiles keep the ninth digit in area codes 11 to 28 and lose it from 31 up,
 * as ids made before 2016 did and new ones still do.
 */
export function waIdOf(number: string): string {
  const digits = number.replace(/\D/g, '');
  const brazil = /^55([1-9][1-9])(9?)([6-9]\d{7})$/.exec(digits);
  if (!brazil) return digits || number;
  const [, area = '', , rest = ''] = brazil;
  return `55${area}${Number(area) <= 28 ? '9' : ''}${rest}`;
}

function customerOf(waId: string): Customer {
  const id = createHash('sha256').update(waId).digest().readUInt32BE(0);
  return {
    waId,
    name: `Cliente ${waId.slice(-4)}`,
    userId: `BR.${String(id).padStart(10, '1')}`,
    reachable: true,
    online: true,
    readsAtOnce: false,
  };
}
