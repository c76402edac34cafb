import type { Comment, Direct, Post, State } from './state.ts';

/** Webhooks in the platform's own form. */

type Json = Record<string, unknown>;

const envelope = (state: State, inner: Json) => ({
  object: state.config.network === 'facebook' ? 'page' : 'instagram',
  entry: [{ id: state.own, time: state.config.now(), ...inner }],
});

/** A thing of `entry[].messaging[]` by the person, or by the page (`echo`). */
export function messagingWebhook(
  state: State,
  { person, by, at }: { person: string; by: string; at: number },
  inner: Json,
): Json {
  const [sender, recipient] = by === 'page' ? [state.own, person] : [person, state.own];
  return envelope(state, {
    messaging: [{ sender: { id: sender }, recipient: { id: recipient }, timestamp: at, ...inner }],
  });
}

/** A message as its webhook tells it; files are addresses on this machine. */
export function messageBody(direct: Direct, { base, more = {} }: { base: string; more?: Json }): Json {
  const attachments = direct.files.map((file) => ({
    type: file.kind,
    payload: { url: `${base}/media/${file.id}` },
  }));
  return {
    mid: direct.id,
    ...(direct.text ? { text: direct.text } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(direct.replyTo ? { reply_to: { mid: direct.replyTo } } : {}),
    ...more,
  };
}

const change = (state: State, field: string, value: Json) => envelope(state, { changes: [{ field, value }] });

/** A comment said, changed or taken away. The younger network tells only of new ones. */
export function commentWebhook(
  state: State,
  comment: Comment,
  { base, verb }: { base: string; verb: string },
): Json | null {
  const { config } = state;
  const author = state.people.get(comment.by);
  if (config.network === 'instagram') {
    if (verb !== 'add') return null;
    const from = author
      ? { id: author.id, username: author.username }
      : { id: config.accountId, username: config.username };
    return change(state, 'comments', {
      ...{ id: comment.id, text: comment.text, from },
      media: { id: comment.post, media_product_type: 'FEED' },
      ...(comment.parent ? { parent_id: comment.parent } : {}),
    });
  }
  return change(state, 'feed', {
    ...{ item: 'comment', verb, comment_id: comment.id, post_id: comment.post },
    from: author ? { id: author.id, name: author.name } : { id: config.pageId, name: config.name },
    parent_id: comment.parent ?? comment.post,
    created_time: Math.floor(comment.at / 1000),
    ...(['remove', 'hide', 'unhide'].includes(verb) ? {} : { message: comment.text }),
    ...(comment.picture ? { photo: `${base}/media/${comment.picture.id}` } : {}),
    post: {
      id: comment.post,
      permalink_url: `https://www.facebook.com/${config.username}/posts/${comment.post.split('_')[1]}`,
      status_type: 'added_photos',
      is_published: true,
    },
  });
}

/** Somebody named the account: the platform tells where, and no more. */
export const mentionWebhook = (state: State, media: string, comment: string | undefined): Json =>
  change(state, 'mentions', { media_id: media, ...(comment ? { comment_id: comment } : {}) });

/** A visitor's post on the page. */
export function postWebhook(state: State, post: Post): Json {
  const author = state.people.get(post.by);
  return change(state, 'feed', {
    ...{ item: 'post', verb: 'add', post_id: post.id, message: post.text },
    from: author
      ? { id: author.id, name: author.name }
      : { id: state.config.pageId, name: state.config.name },
    created_time: Math.floor(post.at / 1000),
  });
}
