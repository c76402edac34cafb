import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

/** The demo shop's official account; worthless outside this machine. */
const demo = {
  basicId: '@fiomeada',
  name: 'Empório Fio & Meada',
  channelSecret: 'demoChannelSecretOfNobody',
  accessToken: 'demoChannelAccessTokenOfNobody',
};

export type Piece = { type: string; text?: string } & Record<string, unknown>;
export type Said = { id: string; at: Date; mine: boolean; piece: Piece; bytes?: Uint8Array };
/** What is to go wrong next: an answer instead of the work, or no answer after it (`cut`). */
export type Fault = { status?: number; message?: string; cut?: boolean };

type State = {
  webhook: string;
  chats: Map<string, Said[]>;
  names: Map<string, string>;
  keys: Map<string, { requestId: string; sent: { id: string }[] }>;
  faults: Fault[];
  /** Messages left this month. */
  quota: number;
  lastId: number;
  listeners: Set<(change: { userId: string; kind: 'message' | 'typing' }) => void>;
  duplicate: boolean;
};

const problem = (
  reply: FastifyReply,
  status: number,
  said: string | { message: string; sentMessages?: object[] },
) => reply.code(status).send(typeof said === 'string' ? { message: said } : said);

/** The Messaging API on this machine, with the customers' side in the same object. */
export async function startLine(options: { port?: number; quota?: number } = {}) {
  const state: State = {
    ...{
      webhook: '',
      chats: new Map(),
      names: new Map(),
      keys: new Map(),
      faults: [],
      quota: options.quota ?? 10_000,
    },
    ...{ lastId: Date.now() * 100, listeners: new Set(), duplicate: false },
  };
  const app = Fastify({ bodyLimit: 2 * 1024 * 1024, forceCloseConnections: true });
  app.addHook('preHandler', async (request, reply) => {
    if (request.headers.authorization !== `Bearer ${demo.accessToken}`)
      await problem(reply, 401, 'Authentication failed. Confirm that the access token is valid.');
  });
  mountPush(app, state);
  mountAccount(app, state);
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const { name: _, ...keys } = demo;
  return {
    ...{ url, allow: [new URL(url).host], name: demo.name, settings: { ...keys, apiUrl: url, dataUrl: url } },
    ...customersSide(state),
    failNext: (fault: Fault) => void state.faults.push(fault),
    onChange: (listener: (change: { userId: string; kind: 'message' | 'typing' }) => void) =>
      void state.listeners.add(listener),
    stop: () => app.close(),
  };
}

const tell = (state: State, userId: string, kind: 'message' | 'typing' = 'message'): void => {
  for (const listener of state.listeners) listener({ userId, kind });
};

/** Puts something into a chat, under a number wider than JavaScript's. */
function put(state: State, userId: string, said: Omit<Said, 'id' | 'at'>): Said {
  state.lastId += 1;
  const full = { id: `55${state.lastId}`, at: new Date(), ...said };
  state.chats.set(userId, [...(state.chats.get(userId) ?? []), full]);
  tell(state, userId);
  return full;
}

type Push = { to?: string; messages?: Piece[] };

function mountPush(app: FastifyInstance, state: State): void {
  app.post<{ Body: Push }>('/v2/bot/message/push', (request, reply) => {
    const key = String(request.headers['x-line-retry-key'] ?? '');
    if (key && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key))
      return problem(reply, 400, 'X-Line-Retry-Key is not a UUID');
    const requestId = randomUUID();
    void reply.header('x-line-request-id', requestId);
    const known = state.keys.get(key);
    if (known) {
      void reply.header('x-line-accepted-request-id', known.requestId);
      return problem(reply, 409, { message: 'The retry key is already accepted', sentMessages: known.sent });
    }
    const fault = state.faults.shift();
    if (fault?.status) return problem(reply, fault.status, fault.message ?? 'error');
    const wrong = wrongIn(state, request.body ?? {});
    if (wrong) return problem(reply, 400, wrong);
    const messages = request.body.messages ?? [];
    if (messages.length > state.quota) return problem(reply, 429, 'You have reached your monthly limit.');
    state.quota -= messages.length;
    const sent = messages.map((piece) => ({
      id: put(state, request.body.to ?? '', { mine: false, piece }).id,
    }));
    if (key) state.keys.set(key, { requestId, sent });
    if (fault?.cut) {
      reply.hijack();
      return reply.raw.destroy();
    }
    return reply.send({ sentMessages: sent });
  });
}

/** Why the platform takes no such message; undefined when it does. */
function wrongIn(state: State, { to, messages }: Push): string | undefined {
  if (!to || !state.chats.has(to)) return "The property, 'to', in the request body is invalid";
  if (!Array.isArray(messages) || messages.length < 1 || messages.length > 5)
    return 'Size must be between 1 and 5';
  for (const { type, text = '', quickReply, originalContentUrl } of messages) {
    const items = (quickReply as { items?: { action?: { label?: string; data?: string } }[] } | undefined)
      ?.items;
    if (type === 'text' && (text === '' || text.length > 5000)) return 'Length must be between 1 and 5000';
    if (items && (items.length < 1 || items.length > 13)) return 'quickReply: size must be between 1 and 13';
    if (items?.some(({ action }) => (action?.label ?? '').length > 20 || (action?.data ?? '').length > 300))
      return 'quickReply: too long';
    if (type === 'image' && !/^https?:\/\//.test(String(originalContentUrl)))
      return 'Must be a valid HTTPS URL';
  }
  return undefined;
}

function mountAccount(app: FastifyInstance, state: State): void {
  app.get('/v2/bot/info', () => ({
    userId: `U${'0'.repeat(32)}`,
    basicId: demo.basicId,
    displayName: demo.name,
  }));
  app.put<{ Body: { endpoint?: string } }>('/v2/bot/channel/webhook/endpoint', (request, reply) => {
    const { endpoint = '' } = request.body ?? {};
    // Calls nothing outside this machine.
    const isHere = URL.canParse(endpoint) && /^(127\.0\.0\.1|localhost)$/.test(new URL(endpoint).hostname);
    if (!isHere) return problem(reply, 400, 'Invalid webhook endpoint URL');
    state.webhook = endpoint;
    return {};
  });
  app.get('/v2/bot/channel/webhook/endpoint', () => ({
    endpoint: state.webhook,
    active: state.webhook !== '',
  }));
  app.get<{ Params: { id: string } }>('/v2/bot/message/:id/content', (request, reply) => {
    const file = [...state.chats.values()].flat().find((one) => one.id === request.params.id)?.bytes;
    if (!file) return problem(reply, 404, 'Not found');
    return reply.type('image/jpeg').send(Buffer.from(file));
  });
  // Only of people who have added the account.
  const profile = ({ params }: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply) => {
    const displayName = state.names.get(params.id);
    return displayName ? { userId: params.id, displayName } : problem(reply, 404, 'Not found');
  };
  app.get('/v2/bot/profile/:id', profile);
  app.get('/v2/bot/group/:group/member/:id', profile);
  app.post('/v2/bot/chat/loading/start', (request: FastifyRequest<{ Body: { chatId?: string } }>, reply) => {
    tell(state, request.body?.chatId ?? '', 'typing');
    return reply.code(202).send({});
  });
}

/** Delivers an event to the webhook, signed; a refused one comes again, marked as such. */
async function deliver(state: State, event: object): Promise<void> {
  if (!state.webhook) return;
  const whole = {
    webhookEventId: `01J${randomBytes(12).toString('hex').toUpperCase()}`.slice(0, 26),
    ...event,
  };
  const times = state.duplicate ? 2 : 1;
  state.duplicate = false;
  for (let attempt = 0, left = times; attempt < 4 && left > 0; attempt += 1) {
    const deliveryContext = { isRedelivery: attempt > 0 };
    const body = JSON.stringify({
      destination: `U${'0'.repeat(32)}`,
      events: [{ ...whole, deliveryContext }],
    });
    const signature = createHmac('sha256', demo.channelSecret).update(body).digest('base64');
    const headers = { 'content-type': 'application/json', 'x-line-signature': signature };
    const response = await fetch(state.webhook, { method: 'POST', headers, body }).catch(() => undefined);
    if (response?.ok) left -= 1;
    else await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
  }
}

type Saying = { text?: string; latitude?: number; longitude?: number; bytes?: Uint8Array; replyTo?: string };

/** What customers do; a user is known from the first message on. */
function customersSide(state: State) {
  const around = (userId: string) => ({
    ...{ timestamp: Date.now(), mode: 'active', replyToken: randomBytes(16).toString('hex') },
    source: { type: 'user', userId },
  });
  return {
    async customerSends(userId: string, said: Saying): Promise<Said> {
      const { text, latitude, longitude, bytes, replyTo } = said;
      const place =
        latitude === undefined ? undefined : { type: 'location', latitude, longitude, address: '' };
      const picture = bytes && { type: 'image', contentProvider: { type: 'line' } };
      const piece: Piece = picture ?? place ?? { type: 'text', text: text ?? '' };
      const put1 = put(state, userId, { mine: true, piece, ...(bytes && { bytes }) });
      const message = { id: put1.id, ...piece, ...(replyTo && { quotedMessageId: replyTo }) };
      await deliver(state, { type: 'message', message, ...around(userId) });
      return put1;
    },
    async customerPresses(userId: string, { data, title }: { data: string; title: string }): Promise<void> {
      put(state, userId, { mine: true, piece: { type: 'text', text: title } });
      await deliver(state, { type: 'postback', postback: { data }, ...around(userId) });
    },
    async customerUnsends(userId: string, messageId: string): Promise<void> {
      const left = (state.chats.get(userId) ?? []).filter((one) => one.id !== messageId);
      state.chats.set(userId, left);
      tell(state, userId);
      await deliver(state, { type: 'unsend', unsend: { messageId }, ...around(userId) });
    },
    /** What somebody calls themselves. */
    customerIs: (userId: string, name: string) => void state.names.set(userId, name),
    /** The next event is delivered twice. */
    duplicateNext: () => Object.assign(state, { duplicate: true }),
    chat: (userId: string): Said[] => state.chats.get(userId) ?? [],
    file: (id: string) => [...state.chats.values()].flat().find((one) => one.id === id)?.bytes,
  };
}

export type Line = Awaited<ReturnType<typeof startLine>>;
