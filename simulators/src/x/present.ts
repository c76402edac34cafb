import { type Direct, type File, type Post, talkOf, type User } from './state.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const kindOf = ({ type }: File): string =>
  type.startsWith('video/') ? 'video' : type === 'image/gif' ? 'animated_gif' : 'photo';

export const userBody = ({ id, username, name, followers }: User) => ({
  ...{ id, username, name },
  public_metrics: { followers_count: followers, following_count: 10, tweet_count: 5, listed_count: 0 },
});

const mediaBody = (file: File, url: string) => ({
  ...{ media_key: file.key, type: kindOf(file) },
  ...(kindOf(file) === 'photo'
    ? { url: `${url}/media/${file.id}` }
    : { variants: [{ bit_rate: 832000, content_type: 'video/mp4', url: `${url}/media/${file.id}` }] }),
});

const referenced = (post: Post) => (post.replyTo ? [{ type: 'replied_to', id: post.replyTo.id }] : undefined);

/** A post of API v2. */
const postBody = (post: Post) => ({
  id: post.history.at(-1),
  edit_history_tweet_ids: post.history,
  text: escaped(post.text),
  author_id: post.author.id,
  created_at: post.at.toISOString(),
  conversation_id: post.conversation,
  lang: 'pt',
  ...(post.replyTo && { in_reply_to_user_id: post.replyTo.author.id }),
  ...(post.replyTo && { referenced_tweets: referenced(post) }),
  entities: {
    mentions: post.mentions.map(({ id, username }) => ({ id, username, start: 0, end: username.length + 1 })),
  },
  ...(post.files.length > 0 && { attachments: { media_keys: post.files.map((file) => file.key) } }),
});

const directBody = (direct: Direct) => ({
  ...{ id: direct.id, event_type: 'MessageCreate', text: escaped(direct.text), sender_id: direct.sender.id },
  dm_conversation_id: talkOf(direct.sender, direct.recipient),
  created_at: direct.at.toISOString(),
  ...(direct.files.length > 0 && { attachments: { media_keys: direct.files.map((file) => file.key) } }),
});

type Page = { next?: string };

/** A page of a list with what its expansions bring. */
function pageBody(
  data: object[],
  { users, files, url }: { users: User[]; files: File[]; url: string },
  page: Page,
) {
  return {
    ...(data.length > 0 && { data }),
    ...(data.length > 0 && {
      includes: {
        users: [...new Set(users)].map(userBody),
        ...(files.length > 0 && { media: files.map((file) => mediaBody(file, url)) }),
      },
    }),
    meta: { result_count: data.length, ...(page.next && { next_token: page.next }) },
  };
}

export const postsBody = (posts: Post[], url: string, page: Page) =>
  pageBody(
    posts.map(postBody),
    { users: posts.map((one) => one.author), files: posts.flatMap((one) => one.files), url },
    page,
  );
export const directsBody = (directs: Direct[], url: string, page: Page) =>
  pageBody(
    directs.map(directBody),
    { users: directs.map((one) => one.sender), files: directs.flatMap((one) => one.files), url },
    page,
  );

const hookUser = ({ id, username, name, followers }: User) => ({
  ...{ id: Number(id), id_str: id, screen_name: username, name, followers_count: followers },
});

/** A post as webhooks carry it. */
export const hookPost = (post: Post, { url, app }: { url: string; app: string }) => ({
  created_at: post.at.toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, '$1 $3 $2 $5 +0000 $4'),
  ...{
    id: Number(post.id),
    id_str: post.id,
    text: escaped(post.text),
    lang: 'pt',
    user: hookUser(post.author),
  },
  source: `<a href="https://example.com" rel="nofollow">${app}</a>`,
  in_reply_to_status_id_str: post.replyTo?.id ?? null,
  in_reply_to_user_id_str: post.replyTo?.author.id ?? null,
  entities: {
    user_mentions: post.mentions.map(({ id, username }) => ({ id_str: id, screen_name: username })),
  },
  ...(post.files.length > 0 && {
    extended_entities: {
      media: post.files.map((file) => ({
        ...{ id_str: file.id, type: kindOf(file), media_url_https: `${url}/media/${file.id}` },
      })),
    },
  }),
});

/** A direct message as webhooks carry it. */
export const hookDirect = (direct: Direct, url: string) => ({
  ...{ type: 'message_create', id: direct.id, created_timestamp: String(direct.at.getTime()) },
  message_create: {
    target: { recipient_id: direct.recipient.id },
    sender_id: direct.sender.id,
    source_app_id: '1',
    message_data: {
      text: escaped(direct.text),
      entities: {},
      ...(direct.files[0] && {
        attachment: {
          type: 'media',
          media: { type: kindOf(direct.files[0]), media_url_https: `${url}/media/${direct.files[0].id}` },
        },
      }),
    },
  },
});
