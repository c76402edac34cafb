import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Delivery } from './delivery.ts';
import { ApiError } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import type { Limits } from './limits.ts';
import { type Context, methods } from './methods.ts';
import { type Params, paramsOf, type Upload } from './params.ts';
import type { Bot, World } from './state.ts';

export type Parts = { world: World; delivery: Delivery; faults: Faults; limits: Limits; delayMs: number };

const byLowerName = new Map(
  Object.entries(methods).map(([name, method]) => [name.toLowerCase(), { name, method }]),
);

/** Carries out one call as the platform would, without HTTP. Throws ApiError. */
export async function perform(
  parts: Parts,
  call: { bot: Bot; method: string; params: Params; signal: AbortSignal },
) {
  const known = byLowerName.get(call.method.toLowerCase());
  if (!known) throw new ApiError(404, 'Not Found: method not found');
  const { bot, params, signal } = call;
  const context: Context = { ...parts, bot, params, signal };
  return await known.method(context);
}

/** The HTTP side of the Bot API: calls under /bot<token>/, files under /file/bot<token>/. */
export function buildServer(parts: Parts): FastifyInstance {
  const app = Fastify({ bodyLimit: 60 * 1024 * 1024, forceCloseConnections: true });
  void app.register(multipart, { limits: { fileSize: 60 * 1024 * 1024, files: 20, parts: 200 } });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.route<{ Params: { token: string; method: string } }>({
    method: ['GET', 'POST'],
    url: '/bot:token/:method',
    handler: (request, reply) => answer(parts, request, reply),
  });
  app.get<{ Params: { token: string; '*': string } }>('/file/bot:token/*', (request, reply) => {
    const file = [...parts.world.files.values()].find((one) => one.path === request.params['*']);
    if (!parts.world.bots.has(request.params.token) || !file) {
      return reply.code(404).send({ ok: false, error_code: 404, description: 'Not Found' });
    }
    return reply.type('application/octet-stream').send(Buffer.from(file.bytes));
  });
  app.setErrorHandler((error, _request, reply) => refuse(reply, error));
  app.setNotFoundHandler((_request, reply) => refuse(reply, new ApiError(404, 'Not Found')));
  return app;
}

type CallRequest = FastifyRequest<{ Params: { token: string; method: string } }>;

async function answer(parts: Parts, request: CallRequest, reply: FastifyReply) {
  const { token, method } = request.params;
  const bot = parts.world.bots.get(token);
  if (!bot) throw new ApiError(/^\d+:[\w-]{30,}$/.test(token) ? 401 : 404, 'Unauthorized');
  const params = await readParams(request);
  const fault = parts.faults.take(method);
  if (fault && fault.how !== 'cut') return await fail(fault, reply);
  if (parts.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, parts.delayMs));
  const gone = new AbortController();
  reply.raw.on('close', () => gone.abort());
  const result = await perform(parts, { bot, method, params, signal: gone.signal });
  if (fault) return await fail(fault, reply);
  return reply.send({ ok: true, result });
}

async function fail(fault: Fault, reply: FastifyReply): Promise<unknown> {
  if (fault.how === 'error') {
    throw new ApiError(fault.status ?? 500, fault.description ?? 'Internal Server Error', fault.parameters);
  }
  reply.hijack();
  reply.raw.destroy();
  return undefined;
}

async function readParams(request: CallRequest): Promise<Params> {
  const fields: Record<string, unknown> = { ...(request.query as object) };
  const files = new Map<string, Upload>();
  if (request.isMultipart()) {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = part.value;
      else {
        const bytes = new Uint8Array(await part.toBuffer());
        files.set(part.fieldname, { name: part.filename, type: part.mimetype, bytes });
      }
    }
  } else if (typeof request.body === 'object' && request.body !== null) Object.assign(fields, request.body);
  return paramsOf(fields, files);
}

function refuse(reply: FastifyReply, error: unknown) {
  const status = error instanceof ApiError ? error.status : statusOf(error);
  const description = error instanceof Error ? error.message : 'Internal Server Error';
  const parameters = error instanceof ApiError ? error.parameters : undefined;
  if (parameters?.retry_after) void reply.header('retry-after', String(parameters.retry_after));
  return reply
    .code(status)
    .send({ ok: false, error_code: status, description, ...(parameters && { parameters }) });
}

const statusOf = (error: unknown) => {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
};
