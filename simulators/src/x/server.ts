import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { mountMedia } from './media.ts';
import { mountMessages } from './messages.ts';
import type { As, Fault, Parts } from './parts.ts';
import { userBody } from './present.ts';
import { Problem, problemBody } from './problem.ts';
import { userOf } from './state.ts';

const windowMs = 900_000;

/** The HTTP side of API v2: signatures, limits with their headers, faults, problems. */
export function buildServer(parts: Parts): FastifyInstance {
  const app = Fastify({ bodyLimit: 20 * 1024 * 1024, forceCloseConnections: true });
  void app.register(multipart, { limits: { fileSize: 15 * 1024 * 1024, files: 2 } });
  app.setErrorHandler((error, _request, reply) => refuse(reply, error));
  app.setNotFoundHandler((_request, reply) => refuse(reply, new Problem(404, 'Not Found')));
  const spent = new Map<string, { count: number; until: number }>();
  const as: As = (request) => userOf(parts.world, parts.oauth(asked(parts, request)));
  app.addHook('preHandler', async (request, reply) => {
    if (!request.url.startsWith('/2/')) return;
    const authorization = request.headers.authorization ?? '';
    const isApp = authorization === `Bearer ${parts.app.bearer}`;
    const user = isApp ? 'app' : parts.oauth(asked(parts, request));
    request.headers['x-as'] = user;
    count(parts, { request, reply, user, spent });
    const fault = takeFault(parts.faults, request);
    if (fault && !fault.cut) throw new Problem(fault.status ?? 503, fault.detail ?? 'Service Unavailable');
    if (fault) request.headers['x-cut'] = 'yes';
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.headers['x-cut']) reply.raw.destroy();
    return payload;
  });
  const known: As = (request) => userOf(parts.world, String(request.headers['x-as']));
  app.get('/2/users/me', (request) => ({ data: userBody(known(request)) }));
  mountMessages(app, parts, known);
  mountMedia(app, parts, { known, as });
  mountHooks(app, parts, known);
  return app;
}

const asked = (parts: Parts, request: FastifyRequest) => ({
  method: request.method,
  url: `${parts.url()}${request.url}`,
  authorization: request.headers.authorization ?? '',
});

function takeFault(faults: Fault[], { method, url }: FastifyRequest): Fault | undefined {
  const index = faults.findIndex((one) => one.path.test(url) && (one.method ?? method) === method);
  const fault = faults[index];
  if (!fault) return undefined;
  if (fault.skip) {
    fault.skip -= 1;
    return undefined;
  }
  return faults.splice(index, 1)[0];
}

type Counted = {
  request: FastifyRequest;
  reply: FastifyReply;
  user: string;
  spent: Map<string, { count: number; until: number }>;
};

/** Limits are kept by account and address; every answer says what is left and until when. */
function count(parts: Parts, { request, reply, user, spent }: Counted): void {
  const path = request.routeOptions.url ?? '';
  const limit = parts.limits[`${request.method} ${path}`] ?? 900;
  const key = `${user} ${request.method} ${path}`;
  const now = Date.now();
  const old = spent.get(key);
  const current = old && old.until > now ? old : { count: 0, until: now + windowMs };
  current.count += 1;
  spent.set(key, current);
  void reply.headers({
    'x-rate-limit-limit': limit,
    'x-rate-limit-remaining': Math.max(limit - current.count, 0),
    'x-rate-limit-reset': Math.ceil(current.until / 1000),
  });
  if (current.count > limit) throw new Problem(429, 'Too Many Requests');
}

function mountHooks(app: FastifyInstance, { hooks }: Parts, known: As): void {
  const appOnly = (request: FastifyRequest): void => {
    if (request.headers['x-as'] !== 'app')
      throw new Problem(403, 'This endpoint wants the token of the app.');
  };
  app.get('/2/webhooks', (request) => {
    appOnly(request);
    return { data: hooks.list(), meta: { result_count: hooks.list().length } };
  });
  app.post<{ Body: { url?: unknown } }>('/2/webhooks', async (request) => {
    appOnly(request);
    return { data: await hooks.add(request.body?.url) };
  });
  app.delete<{ Params: { id: string } }>('/2/webhooks/:id', (request) => {
    appOnly(request);
    return { data: { deleted: hooks.remove(request.params.id) } };
  });
  const path = '/2/account_activity/webhooks/:id/subscriptions/all';
  app.post<{ Params: { id: string } }>(path, (request) => {
    hooks.subscribe(request.params.id, known(request).id);
    return { data: { subscribed: true } };
  });
  const one = '/2/account_activity/webhooks/:id/subscriptions/:user/all';
  app.delete<{ Params: { id: string; user: string } }>(one, (request) => {
    appOnly(request);
    return { data: { subscribed: !hooks.unsubscribe(request.params.id, request.params.user) } };
  });
  app.get<{ Params: { id: string } }>(`${path}/list`, (request) => {
    appOnly(request);
    const subscriptions = hooks.subscribers(request.params.id).map((user_id) => ({ user_id }));
    return { data: { webhook_id: request.params.id, subscriptions } };
  });
}

function refuse(reply: FastifyReply, error: unknown) {
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  const words = error instanceof Error ? error.message : 'error';
  const problem = error instanceof Problem ? error : new Problem(status, words);
  return reply.code(problem.status).send(problemBody(problem));
}
