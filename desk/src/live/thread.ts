import type { Message } from '@meada/contract/routes/conversations';

/** The loaded part of a thread, by number, without holes. */
export type Thread = { items: Message[]; hasMore: boolean };

/** Puts messages into a thread: each id once, in order of number; a newer copy wins. */
export function withMessages(thread: Thread, messages: readonly Message[]): Thread {
  const byId = new Map(thread.items.map((message) => [message.id, message]));
  for (const message of messages) byId.set(message.id, message);
  return { ...thread, items: [...byId.values()].sort((one, other) => one.seq - other.seq) };
}

/**
 * Puts the newest page of a thread over what is known of it: within the page it alone says what there is; older messages,
 * and newer ones that frames brought meanwhile, stay. Where the two do not meet, the page alone is the thread.
 */
export function withPage(known: Thread | undefined, page: Thread): Thread {
  const [first, last] = [page.items[0]?.seq ?? 0, page.items.at(-1)?.seq ?? 0];
  if (!known || first > (known.items.at(-1)?.seq ?? -1) + 1) return page;
  const beside = known.items.filter(({ seq }) => seq < first || seq > last);
  const { items } = withMessages({ ...page, items: beside }, page.items);
  return { items, hasMore: beside.some(({ seq }) => seq < first) ? known.hasMore : page.hasMore };
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
