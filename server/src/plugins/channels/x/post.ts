import { count, idOf, instant, line, obj, objects, type Raw, str, unescaped } from './read.ts';

/** A file of a post or direct message: what kind, and where its bytes lie. */
export type File = { kind: 'image' | 'video'; url: string; seconds?: number };
export type Author = { id: string; username?: string; name?: string; followers?: number };

/** A post, whichever form of the platform it came in. */
export type Post = {
  id: string;
  /** The first version of a post that was edited: by it the post is known. */
  firstId: string;
  text: string;
  at: string;
  author: Author;
  /** First post of the thread. */
  conversation: string;
  repliesTo?: string;
  repliesToUser?: string;
  mentions: { id: string; username: string }[];
  files: File[];
  isRepost: boolean;
  quotes: boolean;
  language?: string;
  /** Name of the program it was written with (webhooks only). */
  app?: string;
};

const kinds = new Map<unknown, File['kind']>([
  ['photo', 'image'],
  ['video', 'video'],
  ['animated_gif', 'video'],
]);

/** The best variant of a video that plays everywhere. */
function videoOf(variants: unknown): string | undefined {
  const best = objects(variants)
    .filter((one) => one.content_type === 'video/mp4')
    .sort((a, b) => (count(b.bit_rate ?? b.bitrate) ?? 0) - (count(a.bit_rate ?? a.bitrate) ?? 0))[0];
  return str(best?.url, 2000);
}

/** A media object of v2 or of a webhook; undefined for what has no address. */
export function fileOf(media: Raw): File | undefined {
  const kind = kinds.get(media.type);
  const info = obj(media.video_info);
  const moving = videoOf(media.variants) ?? videoOf(info?.variants);
  const url = moving ?? str(media.url, 2000);
  const still = str(media.media_url_https, 2000);
  const address = kind === 'image' && still ? still : (url ?? still);
  if (!kind || !address || !URL.canParse(address)) return undefined;
  const length = count(media.duration_ms ?? info?.duration_millis);
  return { kind, url: address, ...(length ? { seconds: length / 1000 } : {}) };
}

/** A user object of v2 or of a webhook. */
export function authorOf(user: Raw | undefined, id: string): Author {
  const username = line(user?.username ?? user?.screen_name, 50);
  const name = line(user?.name, 200);
  const followers = count(obj(user?.public_metrics)?.followers_count ?? user?.followers_count);
  return {
    id,
    ...(username && /^\w{1,50}$/.test(username) && { username }),
    ...(name && { name }),
    ...(followers !== undefined && { followers }),
  };
}

const byId = (list: unknown, id: unknown, key = 'id'): Raw | undefined =>
  objects(list).find((one) => one[key] === id);

/** The files of attachments that name media keys, found among what came with the answer. */
export const filesOf = (attachments: unknown, includes: Raw | undefined): File[] => {
  const keys = obj(attachments)?.media_keys;
  return (Array.isArray(keys) ? keys.slice(0, 20) : [])
    .map((key) => byId(includes?.media, key, 'media_key'))
    .flatMap((media) => (media ? (fileOf(media) ?? []) : []));
};

/** A post of API v2 with what its expansions brought; throws on what is none. */
export function readPost(raw: Raw, includes: Raw | undefined): Post {
  const id = idOf(raw.id);
  const authorId = idOf(raw.author_id);
  const at = instant(raw.created_at);
  if (!id || !authorId || !at) throw new TypeError('post: no id, author or time');
  const history = Array.isArray(raw.edit_history_tweet_ids) ? raw.edit_history_tweet_ids.map(idOf) : [];
  const referenced = objects(raw.referenced_tweets);
  const reference = (type: string) => idOf(referenced.find((one) => one.type === type)?.id);
  const repliesTo = reference('replied_to');
  const repliesToUser = idOf(raw.in_reply_to_user_id);
  const text = str(obj(raw.note_tweet)?.text) ?? str(raw.text) ?? '';
  const language = line(raw.lang, 16);
  return {
    id,
    firstId: history[0] ?? id,
    text: unescaped(text),
    at,
    author: authorOf(byId(includes?.users, authorId), authorId),
    conversation: idOf(raw.conversation_id) ?? id,
    ...(repliesTo && { repliesTo }),
    ...(repliesToUser && { repliesToUser }),
    mentions: objects(obj(raw.entities)?.mentions).flatMap((one) => mention(one.id, one.username)),
    files: filesOf(raw.attachments, includes),
    isRepost: reference('retweeted') !== undefined,
    quotes: reference('quoted') !== undefined,
    ...(language && { language }),
  };
}

const mention = (id: unknown, username: unknown): Post['mentions'] => {
  const [number, name] = [idOf(id), line(username, 50)];
  return number && name ? [{ id: number, username: name }] : [];
};

/** A post as webhooks bring it (the older form); throws on what is none. */
export function readHookPost(raw: Raw): Post {
  const id = idOf(raw.id_str);
  const user = obj(raw.user);
  const authorId = idOf(user?.id_str);
  const at = instant(raw.created_at);
  if (!id || !authorId || !at) throw new TypeError('post: no id, author or time');
  const long = obj(raw.extended_tweet);
  const media = objects((obj(raw.extended_entities) ?? obj(long?.extended_entities))?.media);
  const repliesTo = idOf(raw.in_reply_to_status_id_str);
  const repliesToUser = idOf(raw.in_reply_to_user_id_str);
  const language = line(raw.lang, 16);
  const app = appName(raw.source);
  return {
    id,
    firstId: id,
    text: unescaped(str(long?.full_text) ?? str(raw.full_text) ?? str(raw.text) ?? ''),
    at,
    author: authorOf(user, authorId),
    conversation: idOf(raw.conversation_id_str) ?? repliesTo ?? id,
    ...(repliesTo && { repliesTo }),
    ...(repliesToUser && { repliesToUser }),
    mentions: objects((obj(long?.entities) ?? obj(raw.entities))?.user_mentions).flatMap((one) =>
      mention(one.id_str, one.screen_name),
    ),
    files: media.flatMap((one) => fileOf(one) ?? []),
    isRepost: obj(raw.retweeted_status) !== undefined,
    quotes: raw.is_quote_status === true,
    ...(language && { language }),
    ...(app && { app }),
  };
}

/** The program's name out of the link the platform writes around it. */
const appName = (source: unknown): string | undefined =>
  line(/>([^<]{1,200})</.exec(typeof source === 'string' ? source.slice(0, 1000) : '')?.[1], 200);
