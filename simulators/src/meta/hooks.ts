import { createHmac, randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { escaped } from '../whatsapp/delivery.ts';
import type { Config } from './state.ts';

/** Longest the platform waits for the answer to a webhook (ms). */
const answerWithin = 10_000;

/** Where the app's webhooks go, and what is under way. */
export function createHooks(config: Config) {
  const stop = new AbortController();
  const underWay = new Set<Promise<void>>();
  const attempts: { status: number | null; body: Uint8Array }[] = [];
  let callback: string | undefined;
  let duplicates = 0;

  async function attempt(url: string, body: Uint8Array): Promise<boolean> {
    const signature = createHmac('sha256', config.appSecret).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(answerWithin)]);
    const request = { method: 'POST', headers, body: new Uint8Array(body), signal };
    const response = await fetch(url, request).catch(() => null);
    await response?.arrayBuffer().catch(() => null);
    attempts.push({ status: response?.status ?? null, body });
    return response?.status === 200;
  }
  async function deliver(body: Uint8Array): Promise<void> {
    for (const wait of [0, ...config.retryDelays]) {
      await pause(wait, undefined, { signal: stop.signal });
      if (!callback || (await attempt(callback, body))) return;
    }
  }
  return {
    attempts,
    duplicateNext(count: number): void {
      duplicates += count;
    },
    /** Sends a signed webhook; without an address it is lost, as on the real platform. No order is promised. */
    push(payload: unknown): void {
      if (!callback || stop.signal.aborted) return;
      const body = Buffer.from(escaped(JSON.stringify(payload)));
      const copies = duplicates > 0 ? 2 : 1;
      duplicates = Math.max(0, duplicates - 1);
      for (let i = 0; i < copies; i += 1) {
        const work = deliver(body).catch(() => undefined);
        underWay.add(work);
        void work.then(() => underWay.delete(work));
      }
    },
    /** Points the webhooks there after the handshake; false when it does not answer rightly. */
    async subscribe(url: string, verifyToken: string): Promise<boolean> {
      const challenge = String(randomInt(1_000_000_000));
      const target = new URL(url);
      target.searchParams.set('hub.mode', 'subscribe');
      target.searchParams.set('hub.challenge', challenge);
      target.searchParams.set('hub.verify_token', verifyToken);
      const response = await fetch(target, { signal: AbortSignal.timeout(answerWithin) }).catch(() => null);
      const answer = response?.status === 200 ? await response.text().catch(() => '') : '';
      if (answer !== challenge) return false;
      callback = url;
      return true;
    },
    /** Resolves when every webhook so far was taken or given up. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop: () => stop.abort(),
  };
}

export type Hooks = ReturnType<typeof createHooks>;
