import type { Inbound, InboundMessage, OutsideThread } from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import type { PublicKind } from '@meada/contract/public';
import { instant, line, type Raw, record, text } from '../../graph/json.ts';
import { reactionEmoji } from '../../graph/parse.ts';
import type { Setting } from '../../graph/platform.ts';
import { authorOf, pictureOf, webAddress } from '../../graph/public.ts';
import { addressKind } from './ids.ts';

/** What happens on a page (webhook fields `feed`, `mention`, `ratings`): comments, posts of visitors, reviews. */

const ignored = (reason: string): Inbound[] => [{ kind: 'ignored', reason }];
const scope = { addressKind };
const linkTo = (id: string) => webAddress(`https://www.facebook.com/${encodeURIComponent(id)}`);

type Told = { value: Raw; setting: Setting; id: string };
type Reader = (told: Told) => Inbound[];

/** Kinds of posts visitors make. */
const posts = new Set(['post', 'status', 'photo', 'video', 'share', 'link']);

const verbs: Record<string, Reader> = {
  add: readSaid,
  edit: readEdit,
  edited: readEdit,
  remove: ({ id, setting }) => [{ kind: 'deletion', externalId: id, at: setting.at }],
  hide: ({ id, setting }) => [{ kind: 'hiding', externalId: id, hidden: true, at: setting.at }],
  unhide: ({ id, setting }) => [{ kind: 'hiding', externalId: id, hidden: false, at: setting.at }],
};

export function parseFeed(value: Raw, setting: Setting): Inbound[] {
  const item = line(value.item, 64) ?? 'unknown';
  const verb = line(value.verb, 64) ?? 'add';
  if (item === 'reaction' || item === 'like') return readReaction(value, setting);
  const id = line(item === 'comment' ? value.comment_id : value.post_id, 256);
  if (item !== 'comment' && !posts.has(item)) return ignored(`feed:${item}`);
  if (!id) throw new Error(`${item} without an id`);
  const reader = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  return reader ? reader({ value, setting, id }) : ignored(`feed:${item}:${verb}`);
}

function readSaid({ value, setting, id }: Told): Inbound[] {
  const isComment = value.item === 'comment';
  const from = authorOf(value.from, scope);
  if (!from) throw new Error('said by nobody readable');
  const isOwn = from.value === setting.pageId;
  if (isOwn && !isComment) return ignored('own_post');
  const message = messageOf({ value, setting, id }, isComment ? 'comment' : 'post');
  return [isOwn ? { ...message, echo: true } : message];
}

function messageOf({ value, setting, id }: Told, kind: PublicKind): InboundMessage {
  const from = authorOf(value.from, scope);
  if (!from) throw new Error('said by nobody readable');
  const files = pictureOf(value);
  const parent = line(value.parent_id, 256);
  const thread = threadOf(value);
  return {
    kind: 'message',
    externalId: id,
    at: instant(value.created_time, setting.at),
    from,
    proof: 'platform',
    public: { kind, ...urlOf(kind === 'comment' ? linkTo(id) : (thread?.url ?? linkTo(id))) },
    content: wordsOf(value),
    ...(thread ? { outsideThread: thread } : {}),
    ...(parent && parent !== value.post_id ? { replyTo: [parent] } : {}),
    ...(files.length > 0 ? { attachments: files } : {}),
  };
}

/** The words, or the picture with its words: an edit leaves the picture where it is. */
function wordsOf(value: Raw): Content {
  const said = text(value.message) ?? '';
  const [first] = pictureOf(value);
  return first
    ? { v: 1, kind: 'media', media: first.kind, ...(said ? { text: said } : {}) }
    : { v: 1, kind: 'text', text: said };
}

const urlOf = (url: string | undefined): { url?: string } => (url ? { url } : {});

/** The post everything hangs on. */
function threadOf(value: Raw): OutsideThread | undefined {
  const key = line(value.post_id, 256);
  if (!key) return undefined;
  return { kind: 'post', key, ...urlOf(webAddress(record(value.post)?.permalink_url) ?? linkTo(key)) };
}

function readEdit({ value, setting, id }: Told): Inbound[] {
  return [
    { kind: 'edit', externalId: id, at: instant(value.created_time, setting.at), content: wordsOf(value) },
  ];
}

/** Reactions to comments; what people feel about posts is the marketing's. */
function readReaction(value: Raw, setting: Setting): Inbound[] {
  const externalId = line(value.comment_id, 256);
  const from = authorOf(value.from, scope);
  if (!externalId || !from) return ignored('reaction_to_a_post');
  if (from.value === setting.pageId) return ignored('own_reaction');
  const emoji = value.verb === 'remove' ? null : reactionEmoji(value);
  return [{ kind: 'reaction', externalId, from, emoji, at: instant(value.created_time, setting.at) }];
}

/** Somebody named the page elsewhere; without author or words there is only the news that it happened. */
export function parseMention(value: Raw, setting: Setting): Inbound[] {
  const id = line(value.comment_id ?? value.post_id, 256);
  const from = value.from ?? { id: value.sender_id, name: value.sender_name };
  if (value.verb === 'remove' && id) return [{ kind: 'deletion', externalId: id, at: setting.at }];
  if (!id || !authorOf(from, scope) || text(value.message) === undefined) {
    const where = linkTo(id ?? '') ?? '';
    return [{ kind: 'notice', code: 'mention', text: where, at: setting.at }];
  }
  return [messageOf({ value: { ...value, from }, setting, id }, 'mention')];
}

/** A recommendation of the page, for or against; older ones have stars. */
export function parseRating(value: Raw, setting: Setting): Inbound[] {
  const id = line(value.open_graph_story_id ?? value.comment_id, 256);
  const from = { id: value.reviewer_id, name: value.reviewer_name };
  if (value.item !== 'rating' || !id || !authorOf(from, scope)) return ignored('rating');
  if (value.verb === 'remove') return [{ kind: 'deletion', externalId: id, at: setting.at }];
  const said = { ...value, from, message: value.review_text, post_id: undefined };
  const message = messageOf({ value: said, setting, id }, 'review');
  const rating = value.recommendation_type === 'NEGATIVE' ? 0 : 1;
  return [{ ...message, public: { kind: 'review', ...urlOf(linkTo(id)), rating } }];
}
