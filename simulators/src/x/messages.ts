import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { As, Parts } from './parts.ts';
import { directsBody, postsBody } from './present.ts';
import { Problem } from './problem.ts';
import {
  type File,
  haveTalked,
  talkOf,
  tell,
  type User,
  userOf,
  weightOf,
  write,
  writeDirect,
} from './state.ts';

type Query = Record<string, string | undefined>;
const newer = (one: string, other: string): boolean => BigInt(one) > BigInt(other);

/** One page of a list, newest first; the token of the next one is where it begins. */
function paged<T>(all: T[], query: Query): { page: T[]; next?: string } {
  const from = Number(query.pagination_token?.replace(/^page/, '') ?? 0);
  const size = Math.min(Math.max(Number(query.max_results ?? 100), 5), 100);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(size)) throw new Problem(400, 'Invalid page.');
  const next = from + size < all.length ? `page${from + size}` : undefined;
  return { page: all.slice(from, from + size), ...(next && { next }) };
}

/** Posts and direct messages: reading, writing, deleting, liking, hiding. */
export function mountMessages(app: FastifyInstance, parts: Parts, known: As): void {
  const { world } = parts;
  app.get<{ Params: { id: string }; Querystring: Query }>('/2/users/:id/mentions', (request) => {
    const { since_id: since, start_time: from } = request.query;
    const user = userOf(world, request.params.id);
    const all = [...world.posts.values()]
      .filter((post) => post.mentions.includes(user) && post.author !== user)
      .filter((post) =>
        since ? newer(post.history.at(-1) ?? post.id, since) : !from || post.at >= new Date(from),
      )
      .reverse();
    const { page, next } = paged(all, request.query);
    return postsBody(page, parts.url(), { next });
  });
  app.get<{ Params: { id: string }; Querystring: Query }>('/2/users/:id/tweets', (request) => {
    const { since_id: since, start_time: from } = request.query;
    const user = userOf(world, request.params.id);
    const all = [...world.posts.values()]
      .filter((post) => post.author === user)
      .filter((post) => (since ? newer(post.id, since) : !from || post.at >= new Date(from)))
      .reverse();
    const { page, next } = paged(all, request.query);
    return postsBody(page, parts.url(), { next });
  });
  app.get<{ Querystring: Query }>('/2/dm_events', (request) => {
    const user = known(request);
    const all = world.directs.filter((one) => one.sender === user || one.recipient === user).reverse();
    const { page, next } = paged(all, request.query);
    return directsBody(page, parts.url(), { next });
  });
  app.post('/2/tweets', (request, reply) => reply.code(201).send(create(parts, known(request), request)));
  app.delete<{ Params: { id: string } }>('/2/tweets/:id', (request) => {
    const post = world.posts.get(request.params.id);
    if (post && post.author !== known(request)) throw new Problem(403, 'You may delete only your own posts.');
    const deleted = world.posts.delete(request.params.id);
    if (post) tell(world, { kind: 'deletion', post });
    return { data: { deleted } };
  });
  app.put<{ Params: { id: string }; Body: { hidden?: unknown } }>('/2/tweets/:id/hidden', (request) => {
    const post = found(parts, request.params.id);
    const root = world.posts.get(post.conversation);
    if (root?.author !== known(request))
      throw new Problem(403, 'You may hide replies only in your own conversations.');
    post.hidden = request.body?.hidden === true;
    return { data: { hidden: post.hidden } };
  });
  mountLikes(app, parts, known);
  mountDirects(app, parts, known);
}

function found({ world }: Parts, id: string) {
  const post = world.posts.get(id);
  if (!post) throw new Problem(404, `Could not find tweet with id: [${id}].`);
  return post;
}

function mountLikes(app: FastifyInstance, parts: Parts, known: As): void {
  app.post<{ Params: { id: string }; Body: { tweet_id?: string } }>('/2/users/:id/likes', (request) => {
    found(parts, request.body?.tweet_id ?? '').likes.add(known(request).id);
    return { data: { liked: true } };
  });
  app.delete<{ Params: { id: string; post: string } }>('/2/users/:id/likes/:post', (request) => {
    found(parts, request.params.post).likes.delete(known(request).id);
    return { data: { liked: false } };
  });
}

type Created = {
  text?: unknown;
  reply?: { in_reply_to_tweet_id?: string };
  media?: { media_ids?: string[] };
};

/** Creates a post with the platform's refusals, in the platform's words. */
function create(parts: Parts, user: User, request: FastifyRequest) {
  const { world, plan } = parts;
  const body = (request.body ?? {}) as Created;
  const text = typeof body.text === 'string' ? body.text : '';
  const files = (body.media?.media_ids ?? []).map((id) => fileOf(parts, id, user));
  if (text === '' && files.length === 0)
    throw new Problem(400, 'One or more parameters to your request was invalid.');
  if (weightOf(text) > 280) throw new Problem(400, 'Tweet text is too long.');
  if (files.length > 4) throw new Problem(400, 'Too many media.');
  const id = body.reply?.in_reply_to_tweet_id;
  const answered = id === undefined ? undefined : world.posts.get(id);
  if (id !== undefined && !answered)
    throw new Problem(403, 'You attempted to reply to a Tweet that is deleted or not visible to you.');
  const summoned = !answered || answered.author === user || answered.mentions.includes(user);
  if (plan.current === 'self_serve' && !summoned)
    throw new Problem(
      403,
      'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
    );
  const isDouble = [...world.posts.values()].some(
    (one) => one.author === user && text !== '' && one.text === text,
  );
  if (isDouble) throw new Problem(403, 'You are not allowed to create a Tweet with duplicate content.');
  const post = write(world, user, { text, replyTo: id, files });
  return { data: { id: post.id, text: post.text, edit_history_tweet_ids: post.history } };
}

function fileOf({ world }: Parts, id: string, user: User): File {
  const file = world.files.get(id);
  if (!file?.isReady || file.owner !== user.id) throw new Problem(400, 'Your media IDs are invalid.');
  return file;
}

type Said = { text?: string; attachments?: { media_id: string }[] };

function mountDirects(app: FastifyInstance, parts: Parts, known: As): void {
  const { world } = parts;
  const path = '/2/dm_conversations/with/:id/messages';
  app.post<{ Params: { id: string }; Body: Said }>(path, (request, reply) => {
    const { text = '', attachments = [] } = request.body ?? {};
    const sender = known(request);
    const recipient = world.users.get(request.params.id);
    if (!recipient) throw new Problem(400, 'One or more of the participants does not exist.');
    if (text === '' && attachments.length === 0)
      throw new Problem(400, 'A message needs text or an attachment.');
    if (text.length > 10_000 || attachments.length > 1) throw new Problem(400, 'The message is too long.');
    if (!recipient.takesDirect && !haveTalked(world, sender, recipient))
      throw new Problem(403, 'You do not have permission to DM one or more participants.');
    const files = attachments.map((one) => fileOf(parts, one.media_id, sender));
    const direct = writeDirect(world, { sender, recipient }, { text, files, app: parts.app.name });
    const data = { dm_conversation_id: talkOf(sender, recipient), dm_event_id: direct.id };
    return reply.code(201).send({ data });
  });
  app.delete<{ Params: { id: string } }>('/2/dm_events/:id', (request) => {
    const at = world.directs.findIndex(
      (one) => one.id === request.params.id && one.sender === known(request),
    );
    if (at < 0) throw new Problem(404, 'No such message.');
    world.directs.splice(at, 1);
    return { data: { deleted: true } };
  });
}
