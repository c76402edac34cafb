import type { Inbound, InboundMessage } from '@meada/contract/channels';
import type { Arrival, ChannelIo } from '../../../modules/inboxes/port.ts';
import { callGraph } from '../../graph/call.ts';
import { classOf } from '../../graph/errors.ts';
import { line, type Raw, record, text } from '../../graph/json.ts';
import type { OtherAnswer, Setting } from '../../graph/platform.ts';
import { authorOf, webAddress } from '../../graph/public.ts';
import { accountOf } from '../../graph/settings.ts';
import { addressKind, handleAddress } from './ids.ts';

/**
 * Somebody named the account in a caption or comment elsewhere. The webhook (`mentions`) tells only where; who and what
 * is asked for (IG User: mentioned_media, mentioned_comment), and answers go to a place of their own (mentions).
 */

const place = (value: Raw): { media?: string; comment?: string } => {
  const id = (given: unknown) => /^\d{1,40}$/.exec(line(given, 64) ?? '')?.[0];
  return { media: id(value.media_id), comment: id(value.comment_id) };
};

/** Our name of a mention: answers are told by it from answers to comments below our own posts. */
const keyOf = (media: string, comment: string | undefined): string =>
  ['mention', media, ...(comment ? [comment] : [])].join(':');

export function parseMention(value: Raw, { at }: Setting): Inbound[] {
  const { media, comment } = place(value);
  if (!media) return [{ kind: 'ignored', reason: 'mention_without_media' }];
  return [{ kind: 'look_up', code: 'mention', ref: [media, comment ?? ''].join(' ').trim(), at }];
}

type Wanted = { node: string; id: string; fields: string[] };

/** Fields of comments that are known to be there, and those that only may be asked for. */
const commentFields = [
  'id,text,timestamp,username,from,media{id,permalink,username,owner}',
  'id,text,timestamp,username,media{id,permalink,username}',
  'id,text,timestamp,media',
];
const mediaFields = [
  'id,caption,timestamp,username,permalink,media_type,media_url,owner',
  'id,caption,timestamp,username,media_type,media_url',
];

/** Asks who said what where; with fewer fields when the platform refuses one of them. Throws in its words. */
async function fetchNode(io: ChannelIo, { node, id, fields }: Wanted): Promise<Raw | null> {
  const account = accountOf(io.settings);
  let words = '';
  for (const list of fields) {
    const query = `fields=${encodeURIComponent(`${node}(${id}){${list}}`)}`;
    const answer = await callGraph(io, account, {
      path: `${encodeURIComponent(account.accountId)}?${query}`,
    });
    if (answer.kind === 'ok') return record(answer.body[node.split('.')[0] ?? '']) ?? null;
    words = answer.words;
    // Taken back meanwhile, or its author is private.
    if (answer.kind === 'refused' && classOf(answer) === 'gone') return null;
    if (answer.kind !== 'refused' || answer.code !== 100) break;
  }
  throw new Error(words || 'no answer');
}

/** Fetches a mention; nothing when it is gone, or stands below a post of our own, of which `comments` tells. */
export async function lookUpMention(ref: string, io: ChannelIo): Promise<Arrival[]> {
  const [media = '', comment] = ref.split(' ');
  const found = await fetchNode(
    io,
    comment
      ? { node: 'mentioned_comment.comment_id', id: comment, fields: commentFields }
      : { node: 'mentioned_media.media_id', id: media, fields: mediaFields },
  );
  const { accountId, username } = accountOf(io.settings);
  const post = comment ? (record(found?.media) ?? {}) : {};
  const isOwn =
    line(record(post.owner)?.id, 64) === accountId ||
    line(post.username, 64)?.toLowerCase() === username.toLowerCase();
  if (!found || isOwn) return [];
  const value = { media_id: media, ...(comment ? { comment_id: comment } : {}), found };
  const time = io.now().getTime();
  const entry = [{ id: accountId, time, changes: [{ field: fetchedField, value }] }];
  const body = new TextEncoder().encode(JSON.stringify({ object: 'instagram', entry }));
  return [{ externalId: keyOf(media, comment), body, headers: {}, facts: {} }];
}

/** The field under which a fetched mention lies in the ledger; no webhook has it. */
export const fetchedField = 'meada_mention';

/** A fetched mention as a public message. Without a name of its author it stays a notice. */
export function parseFetched(value: Raw, setting: Setting): Inbound[] {
  const { media, comment } = place(value);
  const found = record(value.found) ?? {};
  if (!media) throw new Error('mention without a post');
  const name = line(found.username, 64) ?? line(record(found.owner)?.username, 64);
  const from = authorOf(found.from, { addressKind }) ?? (name ? handleAddress(name) : undefined);
  const post = comment ? (record(found.media) ?? {}) : found;
  const url = webAddress(post.permalink);
  if (!from) {
    const where = url ?? [media, comment].filter(Boolean).join(' / ');
    return [{ kind: 'notice', code: 'mention', text: where, at: setting.at }];
  }
  const said = text(comment ? found.text : found.caption) ?? '';
  const message: InboundMessage = {
    kind: 'message',
    externalId: keyOf(media, comment),
    at: momentOf(found.timestamp) ?? setting.at,
    from,
    proof: 'platform',
    public: { kind: 'mention', ...(url ? { url } : {}) },
    content: { v: 1, kind: 'text', text: said },
    outsideThread: { kind: 'post', key: media, ...(url ? { url } : {}) },
    ...(comment ? {} : pictureOf(found)),
  };
  return [message];
}

/** The picture the caption stands below; a film or an album is looked at there. */
function pictureOf(found: Raw): Pick<InboundMessage, 'attachments'> {
  const ref = text(found.media_url, 4000);
  if (found.media_type !== 'IMAGE' || !ref || !URL.canParse(ref)) return {};
  return { attachments: [{ kind: 'image', name: 'image.jpg', type: 'image/jpeg', ref }] };
}

function momentOf(value: unknown): string | undefined {
  const at = Date.parse(line(value, 40) ?? '');
  return Number.isNaN(at) || at < 0 ? undefined : new Date(at).toISOString();
}

/** Where an answer to a mention goes (IG User: mentions); null: it is no mention. */
export const answerMention: OtherAnswer = (about, { accountId }) => {
  const [, media, comment] = /^mention:(\d{1,40})(?::(\d{1,40}))?$/.exec(about) ?? [];
  if (!media) return null;
  const json = { media_id: media, ...(comment ? { comment_id: comment } : {}) };
  return { path: `${encodeURIComponent(accountId)}/mentions`, json };
};
