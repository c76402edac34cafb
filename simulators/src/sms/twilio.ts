import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signature } from './signing.ts';
import { e164, type SimText, type Store, tell } from './store.ts';

/** The account that is there from the start; worthless outside this machine. */
export const demoAccount = {
  sid: 'AC5a6d0f1e2b3c4d5e6f708192a3b4c5d6',
  authToken: 'demo-auth-token-of-the-simulator',
  number: '+5541933330101',
  service: 'MG5a6d0f1e2b3c4d5e6f708192a3b4c5d6',
};

type Number_ = { sid: string; smsUrl: string };
export type TwilioSide = {
  number: Number_;
  service: { inboundUrl: string; statusUrl: string };
  /** Requests a second the API takes before it says 429. */
  perSecond: number;
  calls: number[];
  callbacks: Map<string, string>;
  /** Every webhook sent, with what came back. */
  webhooks: { url: string; form: Record<string, string>; status: number; body: string }[];
};

export const newTwilio = (perSecond = 100): TwilioSide => ({
  number: { sid: `PN${randomBytes(16).toString('hex')}`, smsUrl: '' },
  service: { inboundUrl: '', statusUrl: '' },
  perSecond,
  calls: [],
  callbacks: new Map(),
  webhooks: [],
});

type Parts = { store: Store; twilio: TwilioSide };
type Form = Record<string, string>;

class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly retryAfter: number | undefined;
  constructor(
    message: string,
    { status, code, retryAfter }: { status: number; code: number; retryAfter?: number },
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
const refusal = (status: number, code: number, message: string): Refusal =>
  new Refusal(message, { status, code });

const base = `/2010-04-01/Accounts/${demoAccount.sid}`;
type Work = (form: Form, request: FastifyRequest, reply: FastifyReply) => unknown;
const guarded = (work: Work) => async (request: FastifyRequest, reply: FastifyReply) => {
  try {
    authenticate(request);
    return await work((request.body ?? {}) as Form, request, reply);
  } catch (error) {
    return refuse(reply, error);
  }
};

/** The REST API as far as text messages need it. */
export function mountTwilio(app: FastifyInstance, parts: Parts): void {
  mountAccount(app, parts);
  app.post(
    `${base}/Messages.json`,
    guarded((form, _request, reply) => create(parts, form, reply)),
  );
  app.get(
    `${base}/Messages/:message/Media/:id`,
    guarded((_form, request, reply) => {
      const media = parts.store.media.get((request.params as Form).id ?? '');
      if (!media) throw refusal(404, 20404, 'The requested resource was not found');
      return reply.type(media.type).send(Buffer.from(media.bytes));
    }),
  );
}

/** The account, its number, its Messaging Service. */
function mountAccount(app: FastifyInstance, { twilio }: Parts): void {
  app.get(
    `${base}.json`,
    guarded(() => ({ sid: demoAccount.sid, status: 'active' })),
  );
  app.get(
    `${base}/IncomingPhoneNumbers.json`,
    guarded((_form, request) => {
      const asked = (request.query as Form).PhoneNumber ?? '';
      const found = e164(asked) === demoAccount.number;
      const entry = { sid: twilio.number.sid, phone_number: demoAccount.number, capabilities: { sms: true } };
      return { incoming_phone_numbers: found ? [entry] : [] };
    }),
  );
  app.post(
    `${base}/IncomingPhoneNumbers/:sid`,
    guarded((form) => {
      twilio.number.smsUrl = form.SmsUrl ?? '';
      return { sid: twilio.number.sid, sms_url: form.SmsUrl };
    }),
  );
  app.post(
    '/v1/Services/:sid',
    guarded((form) => {
      twilio.service = { inboundUrl: form.InboundRequestUrl ?? '', statusUrl: form.StatusCallback ?? '' };
      return { sid: demoAccount.service };
    }),
  );
  app.get(
    '/v1/Services/:sid',
    guarded(() => ({ sid: demoAccount.service })),
  );
}

function authenticate(request: FastifyRequest): void {
  const wanted = `Basic ${Buffer.from(`${demoAccount.sid}:${demoAccount.authToken}`).toString('base64')}`;
  if (request.headers.authorization !== wanted) throw refusal(401, 20003, 'Authenticate');
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply | undefined {
  if (reply.raw.destroyed) return undefined;
  const { status, code, message, retryAfter } =
    error instanceof Refusal ? error : refusal(500, 20500, String(error));
  if (retryAfter) void reply.header('retry-after', String(retryAfter));
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  return reply.code(status).send({ code, message, more_info, status });
}

function create(parts: Parts, form: Form, reply: FastifyReply): unknown {
  limit(parts.twilio);
  const { store } = parts;
  const fault = store.faults.shift();
  if (fault && !('cut' in fault))
    throw new Refusal(fault.message ?? 'fault', { ...fault, code: fault.code ?? 20500 });
  const to = form.To ?? '';
  if (!/^\+[1-9]\d{9,14}$/.test(to))
    throw refusal(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
  if (form.MessagingServiceSid !== demoAccount.service && form.From !== demoAccount.number)
    throw refusal(400, 21606, `The 'From' phone number ${form.From} is not a valid message-capable number`);
  const body = form.Body ?? '';
  if (body === '') throw refusal(400, 21602, 'Message body is required');
  if (body.length > 1600)
    throw refusal(400, 21617, 'The concatenated message body exceeds the 1600 character limit');
  if (store.left.has(`${demoAccount.number} ${to}`))
    throw refusal(400, 21610, 'Attempt to send to unsubscribed recipient');
  const text: SimText = {
    id: `SM${randomBytes(16).toString('hex')}`,
    phone: to,
    firm: demoAccount.number,
    mine: false,
    at: new Date().toISOString(),
    text: body,
    media: [],
    state: 'queued',
  };
  if (form.StatusCallback) parts.twilio.callbacks.set(text.id, form.StatusCallback);
  store.texts.push(text);
  if (fault) {
    // Taken, and the answer never comes.
    reply.hijack();
    reply.raw.destroy();
  }
  void deliver(parts, text);
  if (fault) return undefined;
  return reply
    .code(201)
    .send({ sid: text.id, status: 'queued', to, from: demoAccount.number, body, error_code: null });
}

function limit(twilio: TwilioSide): void {
  const now = Date.now();
  twilio.calls = [...twilio.calls.filter((at) => now - at < 1000), now];
  if (twilio.calls.length > twilio.perSecond)
    throw new Refusal('Too Many Requests', { status: 429, code: 20429, retryAfter: 1 });
}

/** The network takes it, and the fate is told where the message said. */
async function deliver(parts: Parts, text: SimText): Promise<void> {
  const dead = parts.store.dead.get(text.phone);
  const steps: SimText['state'][] = dead ? ['sent', 'undelivered'] : ['sent', 'delivered'];
  for (const state of steps) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    text.state = state;
    tell(parts.store, text);
    const failed: Form = dead && state === 'undelivered' ? { ErrorCode: String(dead) } : {};
    await fate(parts.twilio, text, failed);
  }
}

async function fate(twilio: TwilioSide, text: SimText, more: Form): Promise<void> {
  const url = twilio.callbacks.get(text.id) || twilio.service.statusUrl;
  const common = {
    MessageSid: text.id,
    SmsSid: text.id,
    AccountSid: demoAccount.sid,
    ApiVersion: '2010-04-01',
  };
  const said = { MessageStatus: text.state, SmsStatus: text.state, To: text.phone, From: text.firm };
  if (url) await post(twilio, url, { ...common, ...said, ...more });
}

/** Posts a signed form; kept with the answer. */
export async function post(twilio: TwilioSide, url: string, form: Form): Promise<number> {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': signature(url, form, demoAccount.authToken),
  };
  const body = new URLSearchParams(form).toString();
  const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
  const read = { status: answer?.status ?? 0, body: (await answer?.text().catch(() => '')) ?? '' };
  twilio.webhooks.push({ url, form, ...read });
  return read.status;
}

/** A telephone writes to the firm's number. */
export async function writes(
  parts: Parts,
  url: string,
  said: { phone: string; text: string; media?: { bytes: Uint8Array; type: string }[]; mediaUrls?: string[] },
): Promise<SimText> {
  const id = `${said.media?.length ? 'MM' : 'SM'}${randomBytes(16).toString('hex')}`;
  const files = (said.media ?? []).map((one) => {
    const name = `ME${randomBytes(16).toString('hex')}`;
    parts.store.media.set(name, one);
    return {
      url: `${url}/2010-04-01/Accounts/${demoAccount.sid}/Messages/${id}/Media/${name}`,
      type: one.type,
    };
  });
  const all = [...files, ...(said.mediaUrls ?? []).map((one) => ({ url: one, type: 'image/png' }))];
  const text: SimText = {
    id,
    phone: e164(said.phone),
    firm: demoAccount.number,
    mine: true,
    at: new Date().toISOString(),
    text: said.text,
    media: files.map((one) => one.url.split('/').at(-1) ?? ''),
    state: 'delivered',
  };
  parts.store.texts.push(text);
  tell(parts.store, text);
  const form: Form = {
    ...{
      MessageSid: id,
      SmsSid: id,
      SmsMessageSid: id,
      AccountSid: demoAccount.sid,
      ApiVersion: '2010-04-01',
    },
    ...{ From: text.phone, To: text.firm, Body: said.text, SmsStatus: 'received', NumSegments: '1' },
    NumMedia: String(all.length),
  };
  for (const [index, one] of all.entries())
    Object.assign(form, { [`MediaUrl${index}`]: one.url, [`MediaContentType${index}`]: one.type });
  const hook = parts.twilio.number.smsUrl || parts.twilio.service.inboundUrl;
  if (hook) await post(parts.twilio, hook, form);
  return text;
}
