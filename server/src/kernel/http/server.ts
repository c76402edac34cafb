import websocket from '@fastify/websocket';
import type { Access } from '@meada/contract/route';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { ZodError } from 'zod';
import { type Actor, actorKey, permit } from '../actor.ts';
import { inTransaction, type Kernel } from '../ctx.ts';
import { Failure } from '../errors.ts';
import { sendRead } from './answer.ts';
import { guardAnswer } from './headers.ts';
import { once } from './idempotency.ts';
import { type Limiter, makeLimiter } from './limits.ts';
import type { Call, Input, Mounted } from './route.ts';

/** Finds out who calls. Given by the modules that own sessions, keys and visitors. */
export type Authenticators = {
  person(request: FastifyRequest): Promise<Actor | null>;
  key(request: FastifyRequest): Promise<Actor | null>;
  visitor(request: FastifyRequest): Promise<Actor | null>;
  /** Whether the installation still waits for its first organisation. */
  setupOpen(): Promise<boolean>;
};

export type HttpOptions = {
  kernel: Kernel;
  routes: readonly Mounted[];
  authenticators: Authenticators;
  /** Checks every answer against its schema: tests and development. */
  checkAnswers: boolean;
};

const defaultMaxBytes = 1024 * 1024;
/** What somebody who guards the house looks for in the log: wrong passwords, missing rights, forged requests, floods. */
const refusals = new Set(['wrong_credentials', 'forbidden', 'bad_signature', 'bad_origin', 'too_many']);

/** The HTTP server with all routes mounted; not listening yet. */
export async function makeHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { kernel } = options;
  const app = Fastify({
    logger: false,
    trustProxy: (_address: string, hop: number) => hop < kernel.config.trustedProxies,
    bodyLimit: defaultMaxBytes,
    genReqId: () => kernel.ids.key(),
    // A large file over a slow line takes its time; a head that does not come is cut after Node's own minute.
    requestTimeout: 600_000,
    // JSON keys __proto__ and constructor are refused (LESSONS 53).
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const failure = failureOf(error);
    if (failure.code === 'internal') {
      kernel.log.error('a request failed', { error, route: request.routeOptions.url, requestId: request.id });
    } else if (refusals.has(failure.code)) {
      const { url: route } = request.routeOptions;
      kernel.log.info('a request was refused', {
        reason: failure.code,
        route,
        address: request.ip,
        requestId: request.id,
      });
    }
    answerFailure(failure, request, reply);
  });
  app.addHook('onSend', async (request, reply) => guardAnswer(kernel, request, reply));
  // One socket frame is small; a larger one ends the connection (LESSONS 14).
  await app.register(websocket, { options: { maxPayload: 16 * 1024, perMessageDeflate: false } });
  const limiter = makeLimiter(kernel.clock);
  for (const mounted of options.routes) mount(app, mounted, { ...options, limiter });
  return app;
}

function mount(app: FastifyInstance, mounted: Mounted, options: HttpOptions & { limiter: Limiter }): void {
  const { route } = mounted;
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.maxBytes ?? defaultMaxBytes,
    handler: async (request, reply) => {
      const actor = await actorFor(route.access, request, options);
      const caller = actor ? `${actor.orgId} ${actorKey(actor)}` : request.ip;
      options.limiter.take(route.id, caller, route.perMinute ?? (actor ? 1200 : 120));
      const input = readInput(mounted, request);
      const call: Call = { kernel: options.kernel, actor, request, reply, address: request.ip };
      const answer = await run(mounted, call, input);
      if (reply.sent) return reply;
      if (options.checkAnswers) checkAnswer(mounted, answer);
      reply.header('cache-control', 'no-store');
      return route.method === 'GET'
        ? sendRead(options.kernel, { request, reply }, answer)
        : reply.send(answer);
    },
  });
}

async function run(mounted: Mounted, call: Call, input: Input<Mounted['route']>): Promise<unknown> {
  if (mounted.outside) return mounted.outside(call, input);
  const { inside, route } = mounted;
  if (!inside || !call.actor) throw new Error(`the route ${route.id} has no use case`);
  const key = call.request.headers['idempotency-key'];
  return inTransaction(call.kernel, call.actor, (ctx) =>
    typeof key === 'string' && route.method !== 'GET'
      ? once(ctx, { key, request: [route.id, input] }, () => inside(ctx, input, call))
      : inside(ctx, input, call),
  );
}

const unauthenticated = (): Failure => new Failure('unauthenticated', 'Sign in, or send a key.');

/** Who calls, held against what the route asks for. Deny by default: an access that is no known word is a permission. */
export async function actorFor(
  access: Access,
  request: FastifyRequest,
  options: Pick<HttpOptions, 'authenticators' | 'kernel'>,
): Promise<Actor | null> {
  const { authenticators, kernel } = options;
  if (access === 'public') return null;
  if (access === 'setup') {
    if (!(await authenticators.setupOpen()))
      throw new Failure('already_set_up', 'This installation is set up.');
    return null;
  }
  if (access === 'visitor') {
    const visitor = await authenticators.visitor(request);
    if (!visitor) throw unauthenticated();
    return visitor;
  }
  const key = access === 'person' ? null : await authenticators.key(request);
  const actor = key ?? (await authenticators.person(request));
  if (!actor) throw unauthenticated();
  if (actor.kind === 'person') checkOrigin(kernel, request);
  if (access !== 'person') permit(actor, access);
  return actor;
}

/** A page of another site cannot make a signed-in browser write (LESSONS 17): own header, own origin. */
function checkOrigin(kernel: Kernel, request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (request.headers['x-meada-csrf'] !== '1' || !sameOrigin(kernel, request)) {
    throw new Failure('bad_origin', 'This request did not come from the desk.');
  }
}

/** Whether the Origin header, where there is one, names this installation. */
export function sameOrigin(kernel: Kernel, request: FastifyRequest): boolean {
  const origin = request.headers.origin;
  if (!origin) return true;
  if (origin === new URL(kernel.publicUrl).origin) return true;
  return URL.parse(origin)?.host === request.headers.host;
}

function readInput(mounted: Mounted, request: FastifyRequest): Input<Mounted['route']> {
  const { route } = mounted;
  const part = (name: 'params' | 'query' | 'body') => {
    const schema = route[name];
    if (!schema) return undefined;
    const parsed = schema.safeParse(name === 'body' ? (request.body ?? {}) : request[name]);
    if (parsed.success) return parsed.data;
    throw malformed(name, parsed.error);
  };
  return { params: part('params'), query: part('query'), body: part('body') } as Input<Mounted['route']>;
}

/** 400 with the path of the field; a malformed id of a path is answered as an unknown one. */
function malformed(part: string, error: ZodError): Failure {
  const issue = error.issues[0];
  if (part === 'params') return new Failure('not_found', 'There is nothing here.');
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const field = [part, ...(issue?.path ?? []), ...keys.slice(0, 1)].join('.');
  return new Failure('malformed', `${field}: ${issue?.message ?? 'malformed'}`, { field });
}

function checkAnswer(mounted: Mounted, answer: unknown): void {
  const parsed = mounted.route.response.safeParse(JSON.parse(JSON.stringify(answer ?? null)));
  if (!parsed.success) {
    throw new Error(
      `the answer of ${mounted.route.id} is not what the contract says: ${parsed.error.message}`,
    );
  }
}

function answerFailure(failure: Failure, request: FastifyRequest, reply: FastifyReply): void {
  if (failure.retryAfter) reply.header('retry-after', String(failure.retryAfter));
  reply.status(failure.status).send(failure.body(request.id));
}

const libraryCodes: Record<string, () => Failure> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Failure('too_large', 'The body is too large.'),
  FST_REQ_FILE_TOO_LARGE: () => new Failure('too_large', 'The file is too large.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Failure('unsupported_type', 'This content type is not understood.'),
  // A character PostgreSQL cannot hold (NUL in jsonb) or a number out of its range: the input's fault.
  '22P05': () => new Failure('malformed', 'A text holds a character that cannot be stored.'),
  '22021': () => new Failure('malformed', 'A text holds a character that cannot be stored.'),
  '22003': () => new Failure('malformed', 'A number is out of range.'),
  '57P01': () => new Failure('unavailable', 'The database is restarting.', { retryAfter: 2 }),
  '57P03': () => new Failure('unavailable', 'The database is starting.', { retryAfter: 2 }),
  ECONNREFUSED: () => new Failure('unavailable', 'The database cannot be reached.', { retryAfter: 2 }),
  ECONNRESET: () => new Failure('unavailable', 'The database connection was lost.', { retryAfter: 2 }),
};

function failureOf(error: FastifyError | Failure): Failure {
  if (error instanceof Failure) return error;
  const known = libraryCodes[error.code ?? ''];
  if (known) return known();
  if (/Connection terminated/.test(error.message))
    return new Failure('unavailable', 'The database connection was lost.', { retryAfter: 2 });
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return new Failure('malformed', error.message, { field: 'body' });
  return new Failure('internal', 'Something went wrong on our side; it has been written down.');
}
