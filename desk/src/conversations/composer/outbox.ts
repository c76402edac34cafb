import type { Attachment } from '@meada/contract/content';
import type { CallOf } from '@meada/contract/route';
import { type Message, sendMessage } from '@meada/contract/routes/conversations';
import type { QueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { codeOf, Problem, type ProblemCode } from '../../api/problem.ts';
import { applyMessage } from '../../live/apply.ts';
import { createStore, useStore } from '../../live/store.ts';

export type SendBody = CallOf<typeof sendMessage>['body'] & { content: Message['content'] };
/** A message of one's own until the server has it. Kept over a reload: the same clientId can be sent again safely. */
export type Pending = {
  clientId: string;
  conversationId: string;
  body: SendBody;
  attachments: Attachment[];
  state: 'sending' | 'failed';
  code: ProblemCode | null;
};

const key = 'meada.outbox';
/** Pauses between tries when the network or the server is away (ms); after the last the person decides. */
const pauses = [1000, 3000, 8000];

function kept(): Pending[] {
  try {
    const list = JSON.parse(localStorage.getItem(key) ?? '[]') as Pending[];
    return list.map((one) => ({ ...one, state: 'failed', code: one.code ?? 'offline' }));
  } catch {
    return [];
  }
}
const outbox = createStore<Pending[]>(kept());
outbox.subscribe(() => localStorage.setItem(key, JSON.stringify(outbox.get())));

/** Sends of one conversation go one after the other, so that what was written first arrives first. */
const lines = new Map<string, Promise<void>>();

const update = (clientId: string, facts: Partial<Pending>) =>
  outbox.set((list) => list.map((one) => (one.clientId === clientId ? { ...one, ...facts } : one)));

/** Takes a message out: it arrived, or the person gave it up. */
export function discard(clientId: string): void {
  outbox.set((list) => list.filter((one) => one.clientId !== clientId));
}

/** Whether trying again by ourselves may help: no answer, or a server in trouble. Never for a refusal. */
const passing = (error: unknown) =>
  error instanceof Problem &&
  (error.code === 'offline' || error.status >= 500 || error.code === 'in_progress');

async function deliver(client: QueryClient, pending: Pending): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const message = await call(sendMessage, { params: { id: pending.conversationId }, body: pending.body });
      applyMessage(client, message as Message);
      return discard(pending.clientId);
    } catch (error) {
      const pause = pauses[attempt];
      if (!passing(error) || pause === undefined)
        return update(pending.clientId, { state: 'failed', code: codeOf(error) });
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
  message: Pick<Pending, 'conversationId' | 'body' | 'attachments'>,
): void {
  const pending: Pending = { ...message, clientId: message.body.clientId, state: 'sending', code: null };
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

export const useOutbox = (): Pending[] => useStore(outbox);
export const pendingOf = (list: readonly Pending[], conversationId: string): Pending[] =>
  list.filter((one) => one.conversationId === conversationId);
