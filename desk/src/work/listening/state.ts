import { useMay } from '../../api/queries.ts';
import { createStore, useStore } from '../../live/store.ts';

/** Whose work somebody who leads follows, and where. */
export type Listening = { conversationId: string; itemId: string; agentId: string };

const place = 'meada.listening';
/** A reload goes on listening: it must not become reading. */
function kept(): Listening | null {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? 'null') as Listening | null;
  } catch {
    return null;
  }
}

/** What is listened to in this tab; null: nothing. */
export const listening = createStore<Listening | null>(kept());

export function listen(to: Listening | null): void {
  listening.set(() => to);
  try {
    if (to) sessionStorage.setItem(place, JSON.stringify(to));
    else sessionStorage.removeItem(place);
  } catch {
    // A tab that keeps nothing forgets it at the next reload.
  }
}

/** Whether this conversation is only listened to here. */
export const useListens = (conversationId: string): boolean =>
  useStore(listening, (one) => one?.conversationId === conversationId);

/** Whether the reader may answer here: not while they only listen. */
export function useMayReply(conversationId: string): boolean {
  const may = useMay('conversations.reply');
  const listens = useListens(conversationId);
  return may && !listens;
}
