import type { PresenceState, ServerFrame } from '@meada/contract/frames';
import { createStore } from './store.ts';

export type ConnectionState = 'connecting' | 'online' | 'offline';
type Typing = { id: string; name: string | null; kind: 'customer' | 'person'; until: number };
type Viewer = { id: string; name: string };

/** State of the socket. */
export const connection = createStore<ConnectionState>('connecting');
/** Who is typing, by conversation. */
export const typing = createStore<Record<string, Typing[]>>({});
/** Who else has a conversation on the screen. */
export const viewers = createStore<Record<string, Viewer[]>>({});
/** Colleagues at work; who is not named is offline. */
export const presence = createStore<Readonly<Record<string, PresenceState>>>({});

/** Notes who is there, as a frame says. */
export function notePresence(frame: Extract<ServerFrame, { t: 'presence' }>): void {
  const told = Object.fromEntries(frame.people.map(({ id, state }) => [id, state]));
  presence.set((all) => (frame.whole ? told : { ...all, ...told }));
}

/** A typing mark that is not renewed fades after this (ms): a cut socket never says "off". */
const typingLasts = 7000;

/** Notes that somebody began or ceased typing. */
export function noteTyping(conversationId: string, who: Omit<Typing, 'until'>, on: boolean): void {
  const until = Date.now() + typingLasts;
  typing.set((all) => {
    const others = (all[conversationId] ?? []).filter((one) => one.id !== who.id);
    return { ...all, [conversationId]: on ? [...others, { ...who, until }] : others };
  });
  if (on) setTimeout(() => fade(conversationId), typingLasts + 50);
}

function fade(conversationId: string): void {
  typing.set((all) => {
    const list = all[conversationId] ?? [];
    const rest = list.filter((one) => one.until > Date.now());
    return rest.length === list.length ? all : { ...all, [conversationId]: rest };
  });
}
