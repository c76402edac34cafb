import { createHmac, randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** Longest the platform waits for the answer to a webhook (ms). */
const answerWithin = 10_000;

/** One attempt of a webhook; `status` is null when there was no answer. */
export type Attempt = { at: string; status: number | null; body: Uint8Array };

/** The app's key, which signs, and how long (ms) a webhook nobody took waits before it is sent again. */
type Config = { appSecret: string; retryDelays: readonly number[] };

/** Where webhooks go, and what is under way. */
export type Delivery = {
  config: Config;
  callback?: string;
  duplicates: number;
  attempts: Attempt[];
  underWay: Set<Promise<void>>;
  stop: AbortController;
};

export function createDelivery(config: Config): Delivery {
  return { config, duplicates: 0, attempts: [], underWay: new Set(), stop: new AbortController() };
}

/**
 * Sends a signed webhook to the subscribed address; without one it is lost, as on the real platform. One that is not
 * answered 200 is sent again with the same bytes after growing pauses, then given up. No order is promised.
 */
export function push(delivery: Delivery, payload: unknown): void {
  if (!delivery.callback || delivery.stop.signal.aborted) return;
  const body = Buffer.from(escaped(JSON.stringify(payload)));
  const copies = delivery.duplicates > 0 ? 2 : 1;
  delivery.duplicates = Math.max(0, delivery.duplicates - 1);
  for (let i = 0; i < copies; i += 1) {
    const work = deliver(delivery, body).catch(() => undefined);
    delivery.underWay.add(work);
    void work.then(() => delivery.underWay.delete(work));
  }
}

async function deliver(delivery: Delivery, body: Uint8Array): Promise<void> {
  for (const wait of [0, ...delivery.config.retryDelays]) {
    await pause(wait, undefined, { signal: delivery.stop.signal });
    if (!delivery.callback || (await attempt(delivery, delivery.callback, body))) return;
  }
}

async function attempt(
  { config, attempts, stop }: Delivery,
  url: string,
  body: Uint8Array,
): Promise<boolean> {
  const signature = createHmac('sha256', config.appSecret).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(answerWithin)]);
  const request = { method: 'POST', headers, body: new Uint8Array(body), signal };
  const response = await fetch(url, request).catch(() => null);
  await response?.arrayBuffer().catch(() => null);
  attempts.push({ at: new Date().toISOString(), status: response?.status ?? null, body });
  return response?.status === 200;
}

/** Subscribes an address after the handshake; resolves to false when it does not answer rightly. */
export async function subscribe(delivery: Delivery, url: string, verifyToken: string): Promise<boolean> {
  const challenge = String(randomInt(1_000_000_000));
  const target = new URL(url);
  target.searchParams.set('hub.mode', 'subscribe');
  target.searchParams.set('hub.challenge', challenge);
  target.searchParams.set('hub.verify_token', verifyToken);
  const response = await fetch(target, { signal: AbortSignal.timeout(answerWithin) }).catch(() => null);
  const answer = response?.status === 200 ? await response.text().catch(() => '') : '';
  if (answer !== challenge) return false;
  delivery.callback = url;
  return true;
}

/** Resolves when every webhook so far was taken or given up. */
export async function settled({ underWay }: Delivery): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay);
}

/** JSON as the platform writes it: slashes and everything beyond ASCII escaped, in lower-case hex. */
export function escaped(json: string): string {
  return json
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
