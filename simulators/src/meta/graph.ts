import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { pageComments, pageModerates, pageReacts, pageWrites } from './acts.ts';
import { mentionRoutes } from './mentions.ts';
import type { Parts } from './parts.ts';
import {
  commentOf,
  GraphError,
  inner,
  invalid,
  type Json,
  messageOf,
  missing,
  recipientOf,
} from './rules.ts';
import type { File, FileKind, State } from './state.ts';

type Params = FastifyRequest<{ Params: { id: string } }>;

/** The Graph API as far as the two channels use it, under any version (`/v26.0/…`). */
export function createGraph(parts: Parts): FastifyInstance {
  const { config } = parts.state;
  const app = Fastify({ bodyLimit: 30 * 1024 * 1024, forceCloseConnections: true });
  app.register(multipart, { limits: { fileSize: 25 * 1024 * 1024 } });
  app.setErrorHandler((error, _request, reply) => {
    const known = error instanceof GraphError ? error : invalid(String(error));
    if (known.retryAfter !== undefined) reply.header('retry-after', String(known.retryAfter));
    return reply.code(known.status).send(known.body());
  });
  app.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/media/')) return;
    const asApp = request.url.split('?')[0]?.endsWith(`/${config.appId}/subscriptions`);
    const wanted = asApp ? `${config.appId}|${config.appSecret}` : config.accessToken;
    if (request.headers.authorization === `Bearer ${wanted}`) return;
    throw new GraphError(
      { status: 401, code: 190 },
      'Invalid OAuth access token - Cannot parse access token',
    );
  });
  app.setNotFoundHandler(() => {
    throw missing();
  });
  app.register(async (scope) => {
    accountRoutes(scope, parts);
    messageRoutes(scope, parts);
    if (config.network === 'instagram')
      mentionRoutes(scope, parts, (reply, work) => faulty(parts, reply, work));
    commentRoutes(scope, parts);
  });
  return app;
}

function accountRoutes(app: FastifyInstance, { state, hooks }: Parts): void {
  const { config } = state;
  const page = `/:version/${config.pageId}`;
  let fields: string[] = [];
  app.get('/:version/me', () => ({ id: config.pageId, name: config.name }));
  app.get(page, () => ({
    ...{ id: config.pageId, name: config.name },
    instagram_business_account: { id: config.accountId, username: config.username },
  }));
  app.get(`${page}/subscribed_apps`, () => ({
    data: fields.length > 0 ? [{ id: config.appId, name: 'Meada', subscribed_fields: fields }] : [],
  }));
  app.post(`${page}/subscribed_apps`, (request) => {
    fields = String(inner(request.body).subscribed_fields ?? '').split(',');
    return { success: true };
  });
  app.post(`/:version/${config.appId}/subscriptions`, async (request) => {
    const { callback_url: url, verify_token: token, object } = inner(request.body);
    if (object !== (config.network === 'facebook' ? 'page' : 'instagram')) throw invalid('Invalid object');
    if (!(await hooks.subscribe(String(url), String(token))))
      throw new GraphError({ code: 2200 }, '(#2200) Callback verification failed');
    return { success: true };
  });
  app.get('/:version/:id', (request: Params) => {
    const person = state.people.get(request.params.id);
    if (!person) throw missing();
    const { id, name, username } = person;
    return config.network === 'facebook' ? { id, name } : { id, name, username };
  });
  app.get('/media/:id', (request: Params, reply) => {
    const file = state.files.get(request.params.id);
    if (!file) return reply.code(404).send();
    return reply.type(file.type).send(Buffer.from(file.bytes));
  });
}

/** Answers with the next fault, if there is one; otherwise does the work. */
async function faulty({ faults }: Parts, reply: FastifyReply, work: () => unknown): Promise<unknown> {
  const fault = faults.shift();
  if (!fault) return await work();
  if (fault.kind === 'error') throw new GraphError(fault, `(#${fault.code}) injected`);
  if (fault.kind === 'garbage') return reply.type('text/html').send('<html>upstream</html>');
  if (fault.kind === 'accepted_then_500') {
    await work();
    throw new GraphError({ status: 500, code: 2 }, 'An unexpected error has occurred.');
  }
  reply.hijack();
  reply.raw.socket?.destroy();
  return undefined;
}

function messageRoutes(app: FastifyInstance, parts: Parts): void {
  const { state } = parts;
  const { config } = state;
  const page = `/:version/${config.pageId}`;
  let [second, count] = [0, 0];
  app.post(`${page}/messages`, (request, reply) =>
    faulty(parts, reply, () => {
      const now = Math.floor(config.now() / 1000);
      count = now === second ? count + 1 : 1;
      second = now;
      if (count > config.perSecond)
        throw new GraphError({ code: 613 }, '(#613) Calls to this api have exceeded the rate limit.');
      return messageRoute(parts, inner(request.body));
    }),
  );
  app.post(`${page}/message_attachments`, (request, reply) =>
    faulty(parts, reply, async () => ({ attachment_id: (await uploaded(state, request)).id })),
  );
}

function messageRoute(parts: Parts, body: Json): Json {
  const { state } = parts;
  const { person, comment } = recipientOf(state, body);
  if (body.sender_action) {
    if (body.sender_action === 'react' || body.sender_action === 'unreact')
      pageReacts(parts, person, inner(body.payload));
    return { recipient_id: person };
  }
  const said = messageOf(state, inner(body.message));
  const metadata = inner(body.message).metadata;
  const file = said.fileId ? state.files.get(said.fileId) : undefined;
  const direct = pageWrites(parts, person, {
    ...{ text: said.text, choices: said.choices, files: file ? [file] : [] },
    ...(comment ? { comment: comment.id } : {}),
    ...(typeof body.tag === 'string' ? { tag: body.tag } : {}),
    ...(typeof metadata === 'string' ? { metadata } : {}),
  });
  if (comment) comment.repliedPrivately = true;
  return { recipient_id: person, message_id: direct.id };
}

const kinds = new Set<string>(['image', 'video', 'audio', 'file']);

async function uploaded(state: State, request: FastifyRequest): Promise<File> {
  let kind: FileKind = 'file';
  let platform = '';
  let message = '';
  let given: Omit<File, 'id' | 'kind'> | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'file')
      given = { bytes: await part.toBuffer(), type: part.mimetype, name: part.filename };
    else if (part.fieldname === 'platform') platform = String(part.value);
    else if (part.fieldname === 'message' || part.fieldname === 'source') message = String(part.value);
  }
  if (message.startsWith('{')) {
    const type = String(inner(inner(JSON.parse(message)).attachment).type);
    if (!kinds.has(type)) throw invalid('Invalid attachment type');
    kind = type as FileKind;
  }
  if (!given || given.bytes.length === 0) throw invalid('Invalid file');
  if (state.config.network === 'instagram' && platform !== 'instagram')
    throw invalid('Param platform must be instagram');
  const limit = kind === 'image' ? 8_000_000 : 25_000_000;
  if (given.bytes.length > limit)
    throw new GraphError({ code: 100, subcode: 2018047 }, '(#100) Attachment size exceeds allowable limit');
  return state.addFile({ ...given, kind });
}

function commentRoutes(app: FastifyInstance, parts: Parts): void {
  const { state } = parts;
  const facebook = state.config.network === 'facebook';
  const edge = facebook ? 'comments' : 'replies';
  app.post(`/:version/:id/${edge}`, (request: Params, reply) =>
    faulty(parts, reply, async () => {
      const { id } = request.params;
      const post = state.posts.find((one) => one.id === id);
      const about = post ? undefined : commentOf(state, id);
      if (!facebook && post) throw invalid('replies hang on comments');
      const said = request.isMultipart() ? await multipartComment(state, request) : {};
      const text = said.text ?? String(inner(request.body).message ?? '');
      if (text === '' && !said.picture) throw invalid('Param message must be non-empty');
      const place = { post: post?.id ?? about?.post ?? '', ...(about ? { parent: about.id } : {}) };
      return { id: pageComments(parts, { ...place, text, picture: said.picture }).id };
    }),
  );
  app.post('/:version/:id', (request: Params, reply) =>
    faulty(parts, reply, () => {
      const comment = commentOf(state, request.params.id);
      const body = inner(request.body);
      const hidden = facebook ? body.is_hidden : body.hide;
      if (typeof hidden === 'boolean') pageModerates(parts, comment, { hidden });
      else if (facebook && comment.by === 'page' && typeof body.message === 'string')
        pageModerates(parts, comment, { text: body.message });
      else throw invalid('Nothing to change');
      return { success: true };
    }),
  );
  app.delete('/:version/:id', (request: Params) => {
    pageModerates(parts, commentOf(state, request.params.id), 'deleted');
    return { success: true };
  });
  for (const method of ['POST', 'DELETE'] as const) {
    const handler = (request: Params) => {
      if (!facebook) throw invalid('Tried accessing nonexisting field (likes) on node type (IGComment)');
      const { likes } = commentOf(state, request.params.id);
      if (method === 'POST') likes.add('page');
      else likes.delete('page');
      state.changed({});
      return { success: true };
    };
    app.route({ method, url: '/:version/:id/likes', handler });
  }
}

async function multipartComment(
  state: State,
  request: FastifyRequest,
): Promise<{ text?: string; picture?: File }> {
  const said: { text?: string; picture?: File } = {};
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const file = { bytes: await part.toBuffer(), type: part.mimetype, name: part.filename };
      said.picture = state.addFile({ ...file, kind: 'image' });
    } else if (part.fieldname === 'message') said.text = String(part.value);
  }
  return said;
}
