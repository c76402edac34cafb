import { setTimeout as pause } from 'node:timers/promises';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Delivery, subscribe } from './delivery.ts';
import { GraphError, validMessage } from './graph-rules.ts';
import { templateRoutes } from './graph-templates.ts';
import type { Limits } from './limits.ts';
import { accept, businessRead, outsideWindow, type Platform } from './platform.ts';
import { type Config, type Store, waIdOf } from './store.ts';
import type { Fault } from './types.ts';

type Json = Record<string, unknown>;
type Parts = {
  config: Config;
  store: Store;
  platform: Platform;
  delivery: Delivery;
  faults: Fault[];
  limits: Limits;
};

const inner = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** The Graph API as far as the Cloud API uses it, under any version (`/v26.0/…`). */
export function createGraph(parts: Parts): FastifyInstance {
  const app = Fastify({ bodyLimit: 110 * 1024 * 1024 });
  app.register(multipart, { limits: { fileSize: 100 * 1024 * 1024 } });
  app.setErrorHandler((error, _request, reply) => {
    const known =
      error instanceof GraphError ? error : new GraphError({ status: 400, code: 100 }, String(error));
    if (known.retryAfter !== undefined) reply.header('retry-after', String(known.retryAfter));
    return reply.code(known.status).send(known.body());
  });
  app.addHook('onRequest', async (request) => {
    const { accessToken } = parts.config;
    // Files of the resumable upload come with the scheme of OAuth 1.
    if ([`Bearer ${accessToken}`, `OAuth ${accessToken}`].includes(request.headers.authorization ?? ''))
      return;
    throw new GraphError(
      { status: 401, code: 190 },
      'Invalid OAuth access token - Cannot parse access token',
    );
  });
  app.setNotFoundHandler(() => {
    throw new GraphError({ status: 404, code: 100 }, 'Unsupported request: no such object');
  });
  app.register(async (scope) => routes(scope, parts));
  return app;
}

function routes(app: FastifyInstance, parts: Parts): void {
  const { config, delivery, platform, store } = parts;
  const number = `/:version/${config.phoneNumberId}`;
  const account = `/:version/${config.businessAccountId}`;
  let subscribed = true;
  app.get('/:version/me', () => ({ id: '122100000000000', name: 'Meada' }));
  app.get(number, () => ({
    id: config.phoneNumberId,
    display_phone_number: config.phoneNumber,
    verified_name: config.verifiedName,
    quality_rating: 'GREEN',
    webhook_configuration: { application: delivery.callback },
  }));
  app.post(number, async (request) => {
    const { override_callback_uri: url, verify_token: token } = inner(
      inner(request.body).webhook_configuration,
    );
    if (!url) delivery.callback = undefined;
    else if (!(await subscribe(delivery, String(url), String(token)))) {
      throw new GraphError({ status: 400, code: 2200 }, '(#2200) Callback verification failed');
    }
    return { success: true };
  });
  app.get(`${account}/subscribed_apps`, () => ({
    data: subscribed ? [{ whatsapp_business_api_data: { id: '67084081', name: 'Meada' } }] : [],
  }));
  for (const [method, value] of [
    ['POST', true],
    ['DELETE', false],
  ] as const) {
    const handler = () => {
      subscribed = value;
      return { success: true };
    };
    app.route({ method, url: `${account}/subscribed_apps`, handler });
  }
  templateRoutes(app, platform);
  app.post(`${number}/messages`, messagesRoute(parts));
  app.post(`${number}/media`, (request, reply) => faulty(parts, reply, () => uploadRoute(store, request)));
  app.get<{ Params: { id: string } }>('/:version/:id', (request) => mediaInfo(parts, request));
  app.get<{ Params: { id: string } }>('/media-files/:id', (request, reply) => {
    const file = store.media.get(request.params.id);
    if (!file) throw new GraphError({ status: 404, code: 100 }, 'Media expired');
    return reply.type(file.type).send(Buffer.from(file.bytes));
  });
}

/** Answers with the next fault, if there is one; otherwise does the work. */
async function faulty(parts: Parts, reply: FastifyReply, work: () => unknown): Promise<unknown> {
  const fault = parts.faults.shift();
  if (!fault || fault.kind === 'pass') return await work();
  if (fault.kind === 'error') {
    throw new GraphError(fault, fault.message ?? `(#${fault.code}) injected`, {
      retryAfter: fault.retryAfter,
    });
  }
  if (fault.kind === 'accepted_then_500') {
    await work();
    throw new GraphError({ status: 500, code: 131000 }, '(#131000) Something went wrong');
  }
  if (fault.kind === 'garbage') return reply.type('text/html').send('<html>upstream</html>');
  // Hanging: nothing is answered until the caller gives up. Cutting: the connection goes after the request came in.
  reply.hijack();
  if (fault.kind === 'cut') reply.raw.socket?.destroy();
  return undefined;
}

function messagesRoute(parts: Parts) {
  const { config, limits, platform } = parts;
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const body = inner(request.body);
    return await faulty(parts, reply, async () => {
      if (body.status === 'read') {
        const typing = body.typing_indicator !== undefined;
        if (businessRead(platform, String(body.message_id), typing)) return { success: true };
        throw new GraphError({ status: 400, code: 131009 }, '(#131009) Parameter value is not valid');
      }
      limits.take(waIdOf(String(body.to ?? body.recipient ?? '')));
      const sent = sendRoute(parts, body);
      if (config.answerMs > 0) await pause(config.answerMs);
      return sent;
    });
  };
}

function sendRoute({ config, platform, store }: Parts, body: Json): unknown {
  const { to, type, content } = validMessage(body, config);
  const mediaId = typeof content.id === 'string' ? content.id : undefined;
  if (mediaId && !store.media.has(mediaId))
    throw new GraphError({ status: 400, code: 131053 }, '(#131053) Media upload error');
  if (config.windowError === 'answer' && type !== 'template' && !store.windowOpen(waIdOf(to))) {
    throw new GraphError({ status: 400, code: 131047 }, '(#131047) Re-engagement message', {
      details: outsideWindow.details,
    });
  }
  const replyTo = inner(body.context).message_id;
  const data = body.biz_opaque_callback_data;
  const sent = accept(platform, to, {
    type,
    body: content,
    mediaId,
    replyTo: replyTo === undefined ? undefined : String(replyTo),
    callbackData: data === undefined ? undefined : String(data),
  });
  const contact =
    body.to === undefined ? { input: to, user_id: sent.userId } : { input: to, wa_id: sent.waId };
  return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: sent.id }] };
}

async function uploadRoute(store: Store, request: FastifyRequest): Promise<Json> {
  let type = '';
  let file: { bytes: Uint8Array; type: string; name: string } | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'file')
      file = { bytes: await part.toBuffer(), type: part.mimetype, name: part.filename };
    else if (part.fieldname === 'type') type = String(part.value);
  }
  if (!file || file.bytes.length === 0)
    throw new GraphError({ status: 400, code: 100 }, '(#100) Invalid parameter: file');
  return { id: store.addMedia({ ...file, type: type || file.type }).id };
}

function mediaInfo({ store }: Parts, request: FastifyRequest<{ Params: { id: string } }>): Json {
  const file = store.media.get(request.params.id);
  if (!file)
    throw new GraphError({ status: 400, code: 100 }, 'Unsupported get request. Object does not exist');
  const url = `http://${request.host}/media-files/${file.id}`;
  const { id, sha256, type } = file;
  return { messaging_product: 'whatsapp', id, url, mime_type: type, sha256, file_size: file.bytes.length };
}
