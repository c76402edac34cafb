import type { ChatConversation, ChatMessage } from '@meada/contract/routes/chat';
import type { ChatWait } from '@meada/contract/routes/chat-waits';
import type { Unsent } from './outbox.ts';
import { dayOf } from './time.ts';

/** What the visitor has on the screen of the firm's messages. */
export type Thread = {
  conversation: ChatConversation | null;
  messages: ChatMessage[];
  hasMore: boolean;
  /** Conversations that ended while this page was open, oldest first. */
  earlier: { protocol: string; messages: ChatMessage[] }[];
};

export const emptyThread: Thread = { conversation: null, messages: [], hasMore: false, earlier: [] };

/** Adds or replaces by id, in order of `seq`; the same message twice changes nothing. */
export function withMessages(thread: Thread, incoming: ChatMessage[]): Thread {
  const byId = new Map(thread.messages.map((message) => [message.id, message]));
  for (const message of incoming) byId.set(message.id, message);
  const messages = [...byId.values()].sort((a, b) => a.seq - b.seq || (a.at < b.at ? -1 : 1));
  return { ...thread, messages };
}

/** Takes the conversation's state; another conversation begins an empty thread and puts the old one aside. */
export function withConversation(thread: Thread, conversation: ChatConversation | null): Thread {
  const before = thread.conversation;
  if (!before || !conversation || before.id === conversation.id) return { ...thread, conversation };
  const aside = { protocol: before.protocol, messages: thread.messages };
  return { conversation, messages: [], hasMore: false, earlier: [...thread.earlier, aside] };
}

/** Takes what whoever waits is told by now; what is older than that on the screen, or of another talk, is left out. */
export function withWait(thread: Thread, conversationId: string, wait: Partial<ChatWait>): Thread {
  const { conversation } = thread;
  if (conversation?.id !== conversationId || !conversation.wait) return thread;
  if (wait.at && wait.at < conversation.wait.at) return thread;
  return { ...thread, conversation: { ...conversation, wait: { ...conversation.wait, ...wait } } };
}

/** One line of the screen. `first` begins a group of the same author. */
export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'message'; key: string; message: ChatMessage; first: boolean }
  | { kind: 'unsent'; key: string; entry: Unsent; first: boolean };

const groupFor = 5 * 60_000;

/** Messages and what is not sent yet as rows with day dividers; the copy of an own message replaces it in place. */
export function rowsOf(messages: ChatMessage[], outbox: Unsent[]): Row[] {
  const rows: Row[] = [];
  let before: ChatMessage | null = null;
  for (const message of messages) {
    const newDay = before === null || dayOf(before.at) !== dayOf(message.at);
    if (newDay) rows.push({ kind: 'day', key: `day-${message.id}`, at: message.at });
    const first = newDay || before === null || !sameGroup(before, message);
    // An own message keeps the key it had in the outbox: the row stays where it is, nothing blinks.
    rows.push({ kind: 'message', key: message.clientId ?? message.id, message, first });
    before = message;
  }
  const seen = new Set(messages.map((message) => message.clientId));
  let ownBefore = before?.author.self ?? false;
  for (const entry of outbox) {
    if (seen.has(entry.clientId)) continue;
    rows.push({ kind: 'unsent', key: entry.clientId, entry, first: !ownBefore });
    ownBefore = true;
  }
  return rows;
}

function sameGroup(a: ChatMessage, b: ChatMessage): boolean {
  return (
    a.author.self === b.author.self &&
    a.author.kind === b.author.kind &&
    a.author.name === b.author.name &&
    a.channel === b.channel &&
    a.content.kind !== 'system' &&
    Date.parse(b.at) - Date.parse(a.at) < groupFor
  );
}

/** Written by the firm (people or machine) after the visitor's mark; what the thread tells about itself does not count. */
export const unreadOf = (messages: ChatMessage[], readSeq: number): number =>
  messages.filter((one) => !one.author.self && one.content.kind !== 'system' && one.seq > readSeq).length;

/** Highest number known, 0 when there is none. */
export const lastSeqOf = (messages: ChatMessage[]): number => messages.at(-1)?.seq ?? 0;

/** Id of the button or row already chosen in a message, from the visitor's later answers. */
export function chosenIn(message: ChatMessage, all: ChatMessage[], outbox: Unsent[]): string | null {
  const ids = new Set(choicesOf(message));
  // The newest: a rating may be changed.
  const answer = [...all]
    .reverse()
    .find(
      (one) =>
        one.seq > message.seq &&
        one.author.self &&
        (one.content.kind === 'button_reply' || one.content.kind === 'list_reply') &&
        (one.replyTo === null || one.replyTo.seq === message.seq) &&
        ids.has(one.content.id),
    );
  const waiting = outbox.filter((entry) => entry.replyTo?.seq === message.seq && entry.pressed).pop();
  return waiting?.pressed?.id ?? (answer && 'id' in answer.content ? answer.content.id : null);
}

function choicesOf({ content }: ChatMessage): string[] {
  if (content.kind === 'buttons') return content.buttons.map((button) => button.id);
  if (content.kind === 'list') return content.sections.flatMap((one) => one.rows.map((row) => row.id));
  return [];
}
