import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { newPush, type Push, pushEmail } from './push.ts';

/** Credentials of the simulated project; worthless outside this machine. */
export const demoProject = {
  account: '100200300400',
  location: '500600700800',
  clientId: 'demo.apps.googleusercontent.example',
  clientSecret: 'demo-client-secret',
  refreshToken: '1//demo-refresh-token',
};

const words = ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE'] as const;

export type SimReview = {
  name: string;
  reviewId: string;
  reviewer: { displayName: string; isAnonymous?: boolean };
  starRating: (typeof words)[number];
  comment?: string;
  createTime: string;
  updateTime: string;
  reviewReply?: { comment: string; updateTime: string };
};
export type Fault = { status: number; retryAfter?: number; how?: 'cut' };
type State = {
  reviews: Map<string, SimReview>;
  tokens: Set<string>;
  faults: Fault[];
  calls: string[];
  listeners: (() => void)[];
  lastTime: number;
  push: Push;
  /** The topic the account's notifications go to. */
  topic: string;
};
type Written = { name: string; stars: number; text?: string; anonymous?: boolean };

/** Starts the reviews API with its token endpoint, as far as a firm's program uses them. */
export async function startReviews(options: { port?: number } = {}) {
  const state: State = {
    reviews: new Map(),
    tokens: new Set(),
    faults: [],
    calls: [],
    listeners: [],
    lastTime: 0,
    push: newPush(),
    topic: '',
  };
  const app = makeServer(state);
  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    tokenUrl: `${url}/token`,
    allow: [new URL(url).host],
    certsUrl: `${url}/certs`,
    /** Where the subscription of the topic pushes to, signed as this service account. */
    pushTo: state.push.to,
    pushEmail,
    pushes: state.push.answers,
    topic: () => state.topic,
    /** Method and path of every call that had a valid token. */
    calls: state.calls,
    reviews: (): SimReview[] => [...state.reviews.values()],
    review: (id: string) => state.reviews.get(id),
    ...acts(state),
    failNext: (fault: Fault) => void state.faults.push(fault),
    /** Access tokens are refused from now on; a new one is to be got. */
    expireTokens: () => state.tokens.clear(),
    onChange: (listener: () => void) => void state.listeners.push(listener),
    stop: () => app.close(),
  };
}
export type Reviews = Awaited<ReturnType<typeof startReviews>>;

const starOf = (stars: number) => words[Math.min(5, Math.max(1, Math.round(stars))) - 1] ?? 'ONE';
/** The platform's times are unique and only grow. */
function nowIn(state: State): string {
  state.lastTime = Math.max(Date.now(), state.lastTime + 1);
  return new Date(state.lastTime).toISOString();
}
/** Told to the topic, if the account has one. */
function notify(state: State, id: string, notificationType: string): void {
  const { account, location } = demoProject;
  const name = `accounts/${account}/locations/${location}`;
  if (state.topic) state.push.publish({ notificationType, location: name, review: `${name}/reviews/${id}` });
}
const told = (state: State) => {
  for (const listener of state.listeners) listener();
};

function acts(state: State) {
  const known = (id: string): SimReview => {
    const review = state.reviews.get(id);
    if (!review) throw new Error('no such review');
    return review;
  };
  return {
    customerReviews({ name, stars, text, anonymous }: Written): string {
      const reviewId = `Ab${randomBytes(12).toString('base64url')}`;
      const at = nowIn(state);
      state.reviews.set(reviewId, {
        name: `accounts/${demoProject.account}/locations/${demoProject.location}/reviews/${reviewId}`,
        reviewId,
        reviewer: anonymous
          ? { displayName: 'Um usuário do Google', isAnonymous: true }
          : { displayName: name },
        starRating: starOf(stars),
        ...(text ? { comment: text } : {}),
        createTime: at,
        updateTime: at,
      });
      told(state);
      notify(state, reviewId, 'NEW_REVIEW');
      return reviewId;
    },
    customerEdits(id: string, { stars, text }: { stars?: number; text?: string }): void {
      const review = known(id);
      if (stars) review.starRating = starOf(stars);
      if (text !== undefined) review.comment = text;
      review.updateTime = nowIn(state);
      told(state);
      notify(state, id, 'UPDATED_REVIEW');
    },
    customerDeletes(id: string): void {
      state.reviews.delete(id);
      told(state);
    },
    /** The firm answers in the platform's own page. */
    ownerReplies(id: string, comment: string): void {
      known(id).reviewReply = { comment, updateTime: nowIn(state) };
      told(state);
    },
  };
}

function makeServer(state: State): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.get('/certs', () => state.push.certs);
  app.patch('/v1/accounts/:account/notificationSetting', (request, reply) => {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!state.tokens.has(bearer)) return problem(reply, 401, 'UNAUTHENTICATED', 'No valid credentials.');
    const topic = (request.body as { pubsubTopic?: unknown } | null)?.pubsubTopic;
    if (typeof topic !== 'string' || !/^projects\/[\w-]+\/topics\/[\w-]+$/.test(topic))
      return problem(reply, 400, 'INVALID_ARGUMENT', 'INVALID_PUBSUB_TOPIC');
    state.topic = topic;
    return request.body;
  });
  app.post('/token', (request, reply) => token(state, request, reply));
  const base = '/v4/accounts/:account/locations/:location/reviews';
  const guarded = (work: (request: FastifyRequest, reply: FastifyReply) => unknown) => ({
    handler: (request: FastifyRequest, reply: FastifyReply) => guard(state, request, { reply, work }),
  });
  app.get(
    base,
    guarded((request, reply) => list(state, request, reply)),
  );
  app.put(
    `${base}/:review/reply`,
    guarded((request, reply) => putReply(state, request, reply)),
  );
  app.delete(
    `${base}/:review/reply`,
    guarded((request, reply) => dropReply(state, request, reply)),
  );
  return app;
}

/** Error bodies of Google's APIs (google.rpc.Status as JSON). */
const problem = (reply: FastifyReply, ...[code, status, message]: [number, string, string]) =>
  reply.code(code).send({ error: { code, message, status } });

function token(state: State, request: FastifyRequest, reply: FastifyReply) {
  const given = (request.body ?? {}) as Record<string, string>;
  const { clientId, clientSecret, refreshToken } = demoProject;
  if (given.client_id !== clientId || given.client_secret !== clientSecret)
    return reply.code(401).send({ error: 'invalid_client', error_description: 'Unauthorized' });
  if (given.grant_type !== 'refresh_token' || given.refresh_token !== refreshToken)
    return reply
      .code(400)
      .send({ error: 'invalid_grant', error_description: 'Token has been expired or revoked.' });
  const value = `ya29.${randomBytes(24).toString('base64url')}`;
  state.tokens.add(value);
  return reply.send({ access_token: value, expires_in: 3599, token_type: 'Bearer' });
}

type Guarded = { reply: FastifyReply; work: (request: FastifyRequest, reply: FastifyReply) => unknown };

function guard(state: State, request: FastifyRequest, { reply, work }: Guarded) {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!state.tokens.has(bearer))
    return problem(reply, 401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
  state.calls.push(`${request.method} ${request.url.split('?')[0]}`);
  const fault = state.faults.shift();
  if (fault?.how === 'cut') {
    work(request, reply);
    reply.raw.destroy();
    return reply;
  }
  if (fault) {
    if (fault.retryAfter) void reply.header('retry-after', String(fault.retryAfter));
    const status = fault.status === 429 ? 'RESOURCE_EXHAUSTED' : 'UNAVAILABLE';
    return problem(reply, fault.status, status, `Quota exceeded for quota metric (${fault.status})`);
  }
  const { account, location } = request.params as Record<string, string>;
  if (account !== demoProject.account || location !== demoProject.location)
    return problem(reply, 403, 'PERMISSION_DENIED', 'The caller does not have permission');
  return work(request, reply);
}

function list(state: State, request: FastifyRequest, reply: FastifyReply) {
  const query = request.query as Record<string, string | undefined>;
  const size = Math.min(50, Math.max(1, Number(query.pageSize) || 50));
  const from = Number(query.pageToken ?? 0) || 0;
  const all = [...state.reviews.values()].sort((a, b) => b.updateTime.localeCompare(a.updateTime));
  const stars = all.map((review) => words.indexOf(review.starRating) + 1);
  return reply.send({
    reviews: all.slice(from, from + size),
    averageRating: stars.reduce((sum, one) => sum + one, 0) / Math.max(1, stars.length),
    totalReviewCount: all.length,
    ...(from + size < all.length ? { nextPageToken: String(from + size) } : {}),
  });
}

const reviewOf = (state: State, request: FastifyRequest): SimReview | undefined =>
  state.reviews.get((request.params as { review: string }).review);

function putReply(state: State, request: FastifyRequest, reply: FastifyReply) {
  const review = reviewOf(state, request);
  if (!review) return problem(reply, 404, 'NOT_FOUND', 'Requested entity was not found.');
  const { comment } = (request.body ?? {}) as { comment?: unknown };
  if (typeof comment !== 'string' || comment === '' || comment.length > 4096)
    return problem(reply, 400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.');
  // The same words again change nothing.
  if (review.reviewReply?.comment !== comment) review.reviewReply = { comment, updateTime: nowIn(state) };
  told(state);
  return reply.send(review.reviewReply);
}

function dropReply(state: State, request: FastifyRequest, reply: FastifyReply) {
  const review = reviewOf(state, request);
  if (!review?.reviewReply) return problem(reply, 404, 'NOT_FOUND', 'Requested entity was not found.');
  delete review.reviewReply;
  told(state);
  return reply.send({});
}
