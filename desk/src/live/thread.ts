import type { Message } from '@meada/contract/routes/conversations';

/** The loaded part of a thread, by number, without holes. */
export type Thread = { items: Message[]; hasMore: boolean };

/** Puts messages into a thread: each id once, in order of number; a newer copy wins. */
export function withMessages(thread: Thread, messages: readonly Message[]): Thread {
  const byId = new Map(thread.items.map((message) => [message.id, message]));
  for (const message of messages) byId.set(message.id, message);
  return { ...thread, items: [...byId.values()].sort((one, other) => one.seq - other.seq) };
}

/** Whether a message that arrived would leave a hole behind the last one we have. */
export function leavesHole(thread: Thread, message: Message): boolean {
  const last = thread.items.at(-1);
  if (!last) return message.seq > 1;
  return message.seq > last.seq + 1;
}

/** Whether it lies before the loaded part (an old message changed); it is fetched when somebody scrolls there. */
export function isOlder(thread: Thread, message: Message): boolean {
  const first = thread.items[0];
  return first !== undefined && thread.hasMore && message.seq < first.seq;
}
