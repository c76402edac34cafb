import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageComments } from './acts.ts';
import type { Parts } from './parts.ts';
import { inner, invalid, type Json, missing } from './rules.ts';

/** What the platform tells of mentions, and where they are answered (IG User: mentioned_comment, mentioned_media, mentions). */

/** Fields that may be asked for; of a mentioned comment its author's number is not told. */
const known = {
  mentioned_comment: new Set(['id', 'text', 'timestamp', 'username', 'like_count', 'media']),
  mentioned_media: new Set([
    ...['id', 'caption', 'timestamp', 'username', 'permalink', 'media_type', 'media_url', 'owner'],
    ...['like_count', 'comments_count'],
  ]),
};
type Kind = keyof typeof known;

type Asked = FastifyRequest<{ Querystring: { fields?: string } }>;
type Work = (reply: FastifyReply, work: () => unknown) => Promise<unknown>;

export function mentionRoutes(app: FastifyInstance, parts: Parts, faulty: Work): void {
  const { state } = parts;
  const account = `/:version/${state.config.accountId}`;
  app.get(account, (request: Asked) => {
    const [, kind, id = '', list = ''] =
      /^(mentioned_comment|mentioned_media)\.\w+\((\d+)\)\{(.+)\}$/.exec(request.query.fields ?? '') ?? [];
    if (!kind) throw invalid('Tried accessing nonexisting field');
    const names = list.replace(/\{[^}]*\}/g, '').split(',');
    const odd = names.find((name) => !known[kind as Kind].has(name));
    if (odd) throw invalid(`Tried accessing nonexisting field (${odd})`);
    return { [kind]: kind === 'mentioned_comment' ? commentNode(parts, id) : mediaNode(parts, id) };
  });
  app.post(`${account}/mentions`, (request, reply) =>
    faulty(reply, () => {
      const { media_id: media, comment_id: parent, message } = inner(request.body);
      const post = state.posts.find((one) => one.id === media);
      if (!post) throw missing();
      if (typeof message !== 'string' || message === '') throw invalid('Param message must be non-empty');
      const place = { post: post.id, ...(typeof parent === 'string' ? { parent } : {}) };
      return { id: pageComments(parts, { ...place, text: message }).id };
    }),
  );
}

const stamp = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, '+0000');

function mediaNode({ state }: Parts, id: string): Json {
  const post = state.posts.find((one) => one.id === id);
  if (!post) throw missing();
  const username = state.people.get(post.by)?.username ?? state.config.username;
  const permalink = `https://www.instagram.com/p/${id}/`;
  return {
    id,
    caption: post.text,
    timestamp: stamp(post.at),
    username,
    permalink,
    media_type: 'CAROUSEL_ALBUM',
  };
}

function commentNode(parts: Parts, id: string): Json {
  const comment = parts.state.comments.find((one) => one.id === id && !one.deleted);
  if (!comment) throw missing();
  const { username } = parts.state.people.get(comment.by) ?? parts.state.config;
  const { permalink, username: owner } = mediaNode(parts, comment.post);
  const media = { id: comment.post, permalink, username: owner };
  return { id, text: comment.text, timestamp: stamp(comment.at), username, media };
}
