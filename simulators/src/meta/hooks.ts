import { createHmac, randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { escaped } from '../whatsapp/delivery.ts';
import type { Config } from './state.ts';

/** Longest the platform waits for the answer to a webhook (ms). */
const answerWithin = 10_000;

type State = {
  config: Config;
  callback: string | undefined;
  duplicates: number;
  attempts: { status: number | null; body: Uint8Array }[];
  underWay: Set<Promise<void>>;
  stop: AbortController;
};

/** Where the app's webhooks go, and what is under way. */
export function createHooks(config: Config) {
  const state: State = {
    ...{ config, callback: undefined, duplicates: 0, attempts: [] },
    ...{ underWay: new Set(), stop: new AbortController() },
  };
  return {
    attempts: state.attempts,
    duplicateNext(count: number): void {
      state.duplicates += count;
    },
    push: (payload: unknown): void => push(state, payload),
    subscribe: (url: string, verifyToken: string): Promise<boolean> => subscribe(state, url, verifyToken),
    /** Resolves when every webhook so far was taken or given up. */
    async settled(): Promise<void> {
      while (state.underWay.size > 0) await Promise.all(state.underWay);
    },
    stop: () => state.stop.abort(),
  };
}

/** Sends a signed webhook; without an address it is lost, as on the real platform. No order is promised. */
function push(state: State, payload: unknown): void {
  if (!state.callback || state.stop.signal.aborted) return;
  const body = Buffer.from(escaped(JSON.stringify(payload)));
  const copies = state.duplicates > 0 ? 2 : 1;
  state.duplicates = Math.max(0, state.duplicates - 1);
  for (let i = 0; i < copies; i += 1) {
    const work = deliver(state, body).catch(() => undefined);
    state.underWay.add(work);
    void work.then(() => state.underWay.delete(work));
  }
}

async function deliver(state: State, body: Uint8Array): Promise<void> {
  for (const wait of [0, ...state.config.retryDelays]) {
    await pause(wait, undefined, { signal: state.stop.signal });
    if (!state.callback || (await attempt(state, state.callback, body))) return;
  }
}

async function attempt({ config, attempts, stop }: State, url: string, body: Uint8Array): Promise<boolean> {
  const signature = createHmac('sha256', config.appSecret).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(answerWithin)]);
  const request = { method: 'POST', headers, body: new Uint8Array(body), signal };
  const response = await fetch(url, request).catch(() => null);
  await response?.arrayBuffer().catch(() => null);
  attempts.push({ status: response?.status ?? null, body });
  return response?.status === 200;
}

/** Points the webhooks there after the handshake; false when it does not answer rightly. */
async function subscribe(state: State, url: string, verifyToken: string): Promise<boolean> {
  const challenge = String(randomInt(1_000_000_000));
  const target = new URL(url);
  target.searchParams.set('hub.mode', 'subscribe');
  target.searchParams.set('hub.challenge', challenge);
  target.searchParams.set('hub.verify_token', verifyToken);
  const response = await fetch(target, { signal: AbortSignal.timeout(answerWithin) }).catch(() => null);
  const answer = response?.status === 200 ? await response.text().catch(() => '') : '';
  if (answer !== challenge) return false;
  state.callback = url;
  return true;
}

export type Hooks = ReturnType<typeof createHooks>;
