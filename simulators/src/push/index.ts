import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserKeys, browserKeys, faultOfProof, openSealed, publicHalf } from './seal.ts';

/** What reached a browser: opened with its own keys, with what the push service was told beside it. */
export type Pushed = {
  text: unknown;
  ttl: number;
  urgency: string;
  topic: string | null;
  /** Who sent it, by the proof. */
  sender: string;
};
type Browser = { keys: BrowserKeys; sender: string; got: Pushed[]; gone: boolean };
type State = {
  now: () => number;
  browsers: Map<string, Browser>;
  faults: { status: number; retryAfter?: number }[];
  refusals: string[];
};

export type PushSimulator = Awaited<ReturnType<typeof startPush>>;

const mostBytes = 4096;

/**
 * Starts a push service that speaks RFC 8030 with encrypted content (RFC 8291) and proof of the sender (RFC 8292): it holds
 * the browsers' keys as well, so that a test reads what a browser would.
 */
export async function startPush({ port = 0, now = Date.now }: { port?: number; now?: () => number } = {}) {
  const state: State = { now, browsers: new Map(), faults: [], refusals: [] };
  const server = createServer((request, response) => {
    request.on('error', () => {});
    void answer(state, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    host: new URL(url).host,
    /** A browser subscribes with the sender's public key; what it gives to the sender, and what reaches it. */
    subscribe(sender: string) {
      const id = randomUUID();
      const browser: Browser = { keys: browserKeys(), sender, got: [], gone: false };
      state.browsers.set(id, browser);
      const { p256dh, auth } = publicHalf(browser.keys);
      return {
        endpoint: `${url}/push/${id}`,
        p256dh,
        auth,
        got: browser.got,
        /** The person took the leave back: from now on 410. */
        unsubscribe: () => {
          browser.gone = true;
        },
      };
    },
    /** What the next requests are answered with. */
    fail: (...faults: State['faults']) => void state.faults.push(...faults),
    /** Why requests were refused, in the words of the RFCs. */
    refusals: state.refusals,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Why a request is no push; null when it is one. */
function faultOf(
  { now }: State,
  request: IncomingMessage,
  { browser, body }: { browser: Browser; body: Buffer },
): [number, string] | null {
  const { ttl, topic, authorization = '' } = request.headers;
  if (request.method !== 'POST') return [405, 'only POST'];
  if (!/^\d+$/.test(String(ttl ?? ''))) return [400, 'no TTL (RFC 8030 5.2)'];
  if (topic !== undefined && !/^[\w-]{1,32}$/.test(String(topic)))
    return [400, 'a topic has 32 letters at most'];
  if (request.headers['content-encoding'] !== 'aes128gcm') return [415, 'not aes128gcm (RFC 8291 4)'];
  if (body.length > mostBytes) return [413, 'more than 4096 bytes (RFC 8030 7.2)'];
  const fault = faultOfProof(authorization, {
    now: now(),
    sender: browser.sender,
    origin: `http://${request.headers.host}`,
  });
  return fault ? [403, fault] : null;
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const say = (status: number, headers: Record<string, string> = {}): void =>
    void response.writeHead(status, headers).end();
  const planned = state.faults.shift();
  if (planned)
    return say(planned.status, planned.retryAfter ? { 'retry-after': String(planned.retryAfter) } : {});
  const browser = state.browsers.get(/^\/push\/([\w-]+)$/.exec(request.url ?? '')?.[1] ?? '');
  if (!browser) return say(404);
  if (browser.gone) return say(410);
  const fault = faultOf(state, request, { browser, body });
  if (fault) {
    state.refusals.push(fault[1]);
    return say(fault[0]);
  }
  const { ttl, urgency = 'normal', topic } = request.headers;
  browser.got.push({
    text: JSON.parse(openSealed(body, browser.keys)),
    ttl: Number(ttl),
    urgency: String(urgency),
    topic: topic === undefined ? null : String(topic),
    sender: browser.sender,
  });
  say(201, { location: `/message/${randomUUID()}` });
}
