import type { AddressInfo } from 'node:net';
import type { ChannelMessage } from '@meada/contract/routes/channel';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { isSigned, sign } from './signing.ts';

/** What goes wrong with the next delivery; `cut` takes the message and then breaks the connection. */
export type Fault =
  | { how: 'answer'; status: number; headers?: Record<string, string>; body?: string }
  | { how: 'hang' }
  | { how: 'cut' };

export type Attempt = { id: string; status: number | null; isCopy: boolean };

type State = {
  secret: string;
  faults: Fault[];
  attempts: Attempt[];
  received: Map<string, ChannelMessage>;
  files: Map<string, { bytes: Uint8Array; type: string }>;
};

/**
 * Starts "another system" of a firm: an endpoint that checks our signatures and drops doubles, files under an address,
 * and its own signed pushes to us. `allow` is what the server's egress must permit.
 */
export async function startApi(options: { secret: string; port?: number }) {
  const state: State = {
    secret: options.secret,
    faults: [],
    attempts: [],
    received: new Map(),
    files: new Map(),
  };
  const app = makeServer(state);
  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  let pushes = 0;
  return {
    url,
    deliverUrl: `${url}/messages`,
    allow: [new URL(url).host],
    attempts: state.attempts,
    /** Messages of the firm as the system has them, each once, in the order they first came. */
    received: (): ChannelMessage[] => [...state.received.values()],
    failNext(fault: Fault, times = 1): void {
      for (let i = 0; i < times; i += 1) state.faults.push(fault);
    },
    /** Puts a file under an address of the system. */
    file(name: string, bytes: Uint8Array, type: string): string {
      state.files.set(name, { bytes, type });
      return `${url}/files/${encodeURIComponent(name)}`;
    },
    /** Pushes items to an inbox's webhook, signed; the response of one attempt. */
    push(hook: string, items: unknown[], how: { id?: string; at?: Date; secret?: string } = {}) {
      pushes += 1;
      const body = JSON.stringify({ items });
      const { id = `push_${pushes}`, at = new Date(), secret = state.secret } = how;
      const headers = { 'content-type': 'application/json', ...sign(secret, { id, at, body }) };
      return fetch(hook, { method: 'POST', headers, body });
    },
    stop: () => app.close(),
  };
}

export type ApiSimulator = Awaited<ReturnType<typeof startApi>>;

function makeServer(state: State): FastifyInstance {
  const app = Fastify({ bodyLimit: 100 * 1024 * 1024, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post('/messages', (request, reply) => take(state, request, reply));
  app.get<{ Params: { name: string } }>('/files/:name', (request, reply) => {
    const file = state.files.get(request.params.name);
    if (!file) return reply.code(404).send();
    return reply.type(file.type).send(Buffer.from(file.bytes));
  });
  return app;
}

function take(state: State, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const body = String(request.body ?? '');
  const id = String(request.headers['webhook-id'] ?? '');
  const attempt: Attempt = { id, status: null, isCopy: state.received.has(id) };
  state.attempts.push(attempt);
  const answer = (status: number, payload: unknown = {}): FastifyReply => {
    attempt.status = status;
    return reply.code(status).send(payload);
  };
  if (!isSigned(state.secret, { headers: request.headers, body }, new Date())) return answer(401);
  const fault = state.faults.shift();
  if (fault?.how === 'hang') return undefined;
  if (fault?.how === 'answer') {
    void reply.headers(fault.headers ?? {});
    return answer(fault.status, fault.body);
  }
  const message = JSON.parse(body) as ChannelMessage | { type: 'test' };
  if (message.type !== 'message') return answer(200);
  // The id is the same in every attempt: a copy is answered like the first and kept once.
  if (!state.received.has(id)) state.received.set(id, message);
  if (fault?.how === 'cut') {
    reply.hijack();
    reply.raw.destroy();
    return undefined;
  }
  return answer(200, { externalId: theirId(message) });
}

const theirId = (message: ChannelMessage): string => `sys-${message.id}`;
