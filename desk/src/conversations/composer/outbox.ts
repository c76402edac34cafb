import { changeStatus, sendMessage } from '@meada/contract/routes/conversations';
import type { Me } from '@meada/contract/routes/session';
import type { QueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf, Problem, type ProblemCode } from '../../api/problem.ts';
import { askOfConversation, askOfMessage } from '../../live/asked.ts';
import { createStore, useStore } from '../../live/store.ts';
import { complain } from '../../ui/toast.ts';
import { keepForLater } from '../scheduling/later.ts';
import type { Pending, SendBody } from './pending.ts';
import { endedWith, unsent } from './unsent.ts';

/** Each message lies under a name of its own, so that two tabs do not write over each other's. */
const begin = 'meada.outbox.';
/** Pauses between tries when the network or the server is away (ms); after the last it waits, or the person decides. */
const pauses = [1000, 3000, 8000];

const outbox = createStore<Pending[]>([]);
outbox.subscribe(() => {
  const refused = outbox.get().filter(({ state }) => state === 'failed');
  const ids = new Set(refused.map(({ conversationId }) => conversationId));
  unsent.set((now) => (now.size === ids.size && [...ids].every((id) => now.has(id)) ? now : ids));
});
const put = (pending: Pending) => localStorage.setItem(begin + pending.clientId, JSON.stringify(pending));

/** What of this person's lies in the browser, in the order in which it was written. */
function kept(by: string): Pending[] {
  const read = (key: string): Pending[] => {
    try {
      return [JSON.parse(localStorage.getItem(key) ?? '') as Pending];
    } catch {
      return [];
    }
  };
  const all = Object.keys(localStorage).filter((key) => key.startsWith(begin));
  return all
    .flatMap(read)
    .filter((one) => one.by === by)
    .sort((one, other) => one.at - other.at);
}

const ownerIn = (client: QueryClient): string => {
  const me = client.getQueryData<Me>(keys.me);
  return `${me?.organisation.id}/${me?.personId}`;
};

/** Sends of one conversation go one after the other, so that what was written first arrives first. */
const lines = new Map<string, Promise<void>>();

const update = (clientId: string, facts: Partial<Pending>) =>
  outbox.set((list) =>
    list.map((one) => {
      if (one.clientId !== clientId) return one;
      const next = { ...one, ...facts };
      put(next);
      return next;
    }),
  );

type Stopped = (conversationId: string) => void;
const listeners = new Set<Stopped>();

/** Calls back when a message was not sent and waits for the person to decide. */
export function onStopped(tell: Stopped): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Takes a message out: it arrived, or the person gave it up. */
export function discard(clientId: string): void {
  localStorage.removeItem(begin + clientId);
  outbox.set((list) => list.filter((one) => one.clientId !== clientId));
}

/** Whether trying again by ourselves may help: no answer, or a server in trouble. Never for a refusal. */
const passing = (error: unknown) =>
  error instanceof Problem &&
  (error.code === 'offline' || error.status >= 500 || error.code === 'in_progress');

/** Sent and done with: only once it is sent, so that what was refused stays open. */
async function follow(
  client: QueryClient,
  { clientId, conversationId, becomes, later }: Pending,
): Promise<void> {
  if (!becomes) return;
  if (later) endedWith.add(clientId);
  try {
    await askOfConversation(client, () =>
      call(changeStatus, { params: { id: conversationId }, body: { status: becomes } }),
    );
  } catch (error) {
    complain(error);
  }
}

async function handOver(client: QueryClient, pending: Pending): Promise<void> {
  if (pending.later) return keepForLater(client, pending, pending.later);
  await askOfMessage(client, () =>
    call(sendMessage, { params: { id: pending.conversationId }, body: pending.body }),
  );
}

/** While the browser believes in its network, what waits is tried again after this (ms). */
const patience = 30_000;

/** What ends by itself: the network comes back, the server is started again, the same person signs in again. */
const passes = new Set<ProblemCode>(['offline', 'unavailable', 'unauthenticated']);

/** Not sent: it waits for what passes by itself, or for the person to decide, who may be elsewhere by now. */
function leave(client: QueryClient, clientId: string, error: unknown): void {
  const code = codeOf(error);
  const state = passes.has(code) ? 'waiting' : 'failed';
  update(clientId, { state, code, about: error instanceof Problem ? error.about : [] });
  const stopped = outbox.get().find((one) => one.clientId === clientId);
  if (state === 'failed' && stopped) for (const tell of listeners) tell(stopped.conversationId);
  if (state === 'waiting' && navigator.onLine) setTimeout(() => resume(client), patience);
}

async function deliver(client: QueryClient, pending: Pending): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await handOver(client, pending);
      discard(pending.clientId);
      return await follow(client, pending);
    } catch (error) {
      const pause = navigator.onLine ? pauses[attempt] : undefined;
      if (!passing(error) || pause === undefined) return leave(client, pending.clientId, error);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function enqueue(client: QueryClient, pending: Pending): void {
  const before = lines.get(pending.conversationId) ?? Promise.resolve();
  lines.set(
    pending.conversationId,
    before.then(() => deliver(client, pending)),
  );
}

/** Shows a message at once and sends it. */
export function send(
  client: QueryClient,
  message: Pick<Pending, 'conversationId' | 'body' | 'attachments' | 'later' | 'becomes'>,
): void {
  const { clientId } = message.body;
  const about = { clientId, by: ownerIn(client), at: Date.now() };
  const pending: Pending = { ...message, ...about, state: 'sending', code: null };
  put(pending);
  outbox.set((list) => [...list, pending]);
  enqueue(client, pending);
}

/** Sends a failed one again under the same number: the server takes it once. */
export function sendAgain(client: QueryClient, clientId: string): void {
  const pending = outbox.get().find((one) => one.clientId === clientId);
  if (!pending) return;
  update(clientId, { state: 'sending', code: null });
  enqueue(client, pending);
}

/** Sends a refused one anew with something changed: another number, for it is another message. */
export function sendChanged(client: QueryClient, clientId: string, some: Partial<SendBody>): void {
  const pending = outbox.get().find((one) => one.clientId === clientId);
  if (!pending) return;
  discard(clientId);
  const { conversationId, attachments, later, becomes } = pending;
  const body = { ...pending.body, ...some, clientId: crypto.randomUUID() };
  send(client, { conversationId, attachments, later, becomes, body });
}

/**
 * Sends what waits: when the desk begins, and when the network is back. Also what a tab that died was sending. Two tabs may
 * both do so; the server takes each message once.
 */
export function resume(client: QueryClient): void {
  const here = new Set(outbox.get().map(({ clientId }) => clientId));
  const left = kept(ownerIn(client)).filter(({ clientId }) => !here.has(clientId));
  const found = left.map((one) => (one.state === 'sending' ? { ...one, state: 'waiting' as const } : one));
  outbox.set((list) => [...list, ...found]);
  for (const { clientId, state } of outbox.get()) if (state === 'waiting') sendAgain(client, clientId);
}

/** How many messages of this person's have not gone out. */
export const waitingOf = (client: QueryClient): number => kept(ownerIn(client)).length;

export const useOutbox = (): Pending[] => useStore(outbox);
export const pendingOf = (list: readonly Pending[], conversationId: string): Pending[] =>
  list.filter((one) => one.conversationId === conversationId);
