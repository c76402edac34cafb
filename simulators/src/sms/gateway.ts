import { createHmac, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { e164, type SimText, type Store, tell } from './store.ts';

/** A Brazilian gateway as many are: a key in a header, JSON or a form, reports and answers by webhook. */
export const demoGateway = {
  key: 'demo-gateway-key',
  number: '+5541933330202',
  hookSecret: 'demo-hook-secret',
};

export type GatewaySide = {
  hook: string;
  /** How the webhook proves itself. */
  proof: 'query' | 'hmac';
  webhooks: { body: string; status: number }[];
  /** What came in, as it came. */
  requests: { method: string; url: string; body: unknown }[];
};

export const newGateway = (): GatewaySide => ({ hook: '', proof: 'query', webhooks: [], requests: [] });

type Parts = { store: Store; gateway: GatewaySide };

/** Sending: `POST /gateway/send` (JSON or form) and `GET /gateway/send?…`, both with `numero`, `mensagem`, `ref`. */
export function mountGateway(app: FastifyInstance, parts: Parts): void {
  const take = (request: FastifyRequest, reply: FastifyReply) => {
    const fields = (request.method === 'GET' ? request.query : request.body) as Record<string, unknown>;
    parts.gateway.requests.push({ method: request.method, url: request.url, body: fields });
    const key = request.headers['x-key'] ?? fields?.chave;
    if (key !== demoGateway.key)
      return reply.code(401).send({ situacao: 'ERRO', descricao: 'CHAVE INVALIDA' });
    if (typeof fields.retorno === 'string' && fields.retorno) parts.gateway.hook = fields.retorno;
    return accept(parts, reply, fields);
  };
  app.post('/gateway/send', async (request, reply) => take(request, reply));
  app.get('/gateway/send', async (request, reply) => take(request, reply));
}

function accept(
  parts: Parts,
  reply: FastifyReply,
  fields: Record<string, unknown>,
): FastifyReply | undefined {
  const fault = parts.store.faults.shift();
  if (fault && !('cut' in fault)) {
    if (fault.retryAfter) void reply.header('retry-after', String(fault.retryAfter));
    return reply.code(fault.status).send(fault.message ?? '');
  }
  const number = e164(String(fields.numero ?? ''));
  if (!/^\+55\d{10,11}$/.test(number))
    return reply.send({ situacao: 'ERRO', codigo: '402', descricao: 'NUMERO INVALIDO' });
  const text: SimText = {
    id: randomUUID(),
    phone: number,
    firm: demoGateway.number,
    mine: false,
    at: new Date().toISOString(),
    text: String(fields.mensagem ?? ''),
    media: [],
    state: 'queued',
  };
  parts.store.texts.push(text);
  void deliver(parts, text);
  if (fault) {
    reply.hijack();
    reply.raw.destroy();
    return undefined;
  }
  return reply.send({ situacao: 'OK', codigo: '1', dados: { id: text.id }, descricao: 'MENSAGEM NA FILA' });
}

async function deliver(parts: Parts, text: SimText): Promise<void> {
  const isDead = parts.store.dead.has(text.phone);
  for (const state of ['sent', isDead ? 'undelivered' : 'delivered'] as const) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    text.state = state;
    tell(parts.store, text);
    const word = { sent: 'ENVIADA', delivered: 'ENTREGUE', undelivered: 'NAO_ENTREGUE' }[state];
    await notify(parts.gateway, { id: text.id, situacao: word, descricao: word });
  }
}

/** Tells the firm, with the proof that was agreed. */
export async function notify(gateway: GatewaySide, notice: Record<string, unknown>): Promise<number> {
  if (!gateway.hook) return 0;
  const body = JSON.stringify(notice);
  const url = gateway.proof === 'query' ? `${gateway.hook}?secret=${demoGateway.hookSecret}` : gateway.hook;
  const hmac = createHmac('sha256', demoGateway.hookSecret).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    ...(gateway.proof === 'hmac' && { 'x-signature': `sha256=${hmac}` }),
  };
  const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
  gateway.webhooks.push({ body, status: answer?.status ?? 0 });
  return answer?.status ?? 0;
}

/** A telephone answers by the gateway. */
export async function answers(parts: Parts, said: { phone: string; text: string }): Promise<SimText> {
  const text: SimText = {
    id: randomUUID(),
    phone: e164(said.phone),
    firm: demoGateway.number,
    mine: true,
    at: new Date().toISOString(),
    text: said.text,
    media: [],
    state: 'delivered',
  };
  parts.store.texts.push(text);
  tell(parts.store, text);
  const celular = text.phone.replace(/^\+55/, '');
  await notify(parts.gateway, { mo: text.id, celular, mensagem: said.text, data: text.at });
  return text;
}
