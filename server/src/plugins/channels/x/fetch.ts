import type { Arrival, ChannelIo, ListenIo, ResyncIo } from '../../../modules/inboxes/port.ts';
import { type Answer, type Call, callApi } from './api.ts';
import { fetchedArrival } from './arrivals.ts';
import { idOf, instant, line, obj, objects, type Raw } from './read.ts';
import { accountOf, type Handle } from './settings.ts';

/** Newest number seen of each stream; how far back a new inbox looks (ms). */
export type Cursor = Record<string, string>;
const firstLook = 24 * 3_600_000;
/** The platform shows 800 mentions and 30 days of direct messages; more pages than that are a mistake. */
const pagesAtMost = 20;
/** An own message this young may still be on its way into our database (ms). */
const young = 60_000;

export type Fetched = { arrivals: Arrival[]; cursor: Cursor };
export class ApiError extends Error {
  readonly answer: Exclude<Answer, { kind: 'ok' }>;
  constructor(answer: Exclude<Answer, { kind: 'ok' }>) {
    super(answer.words);
    this.answer = answer;
  }
}

const users = 'name,username,public_metrics';
const media = 'media_key,type,url,variants,preview_image_url,duration_ms';

/** Numbers are compared by length, then as text: they are wider than JavaScript's. */
const isNewer = (one: string, other: string): boolean =>
  one.length === other.length ? one > other : one.length > other.length;

const postFields =
  'created_at,conversation_id,in_reply_to_user_id,referenced_tweets,entities,lang,attachments,note_tweet';

/** A list of posts, newest first; `own`: what the account itself wrote, wherever. */
const posts = (name: string, path: string, more: Record<string, string> = {}): Stream => ({
  name,
  list: 'post',
  call: (since, from) => ({
    method: 'GET',
    path,
    query: {
      max_results: '100',
      ...more,
      ...(since ? { since_id: since } : { start_time: `${from.toISOString().slice(0, 19)}Z` }),
      'tweet.fields': postFields,
      expansions: 'author_id,attachments.media_keys',
      ...{ 'user.fields': users, 'media.fields': media },
    },
  }),
});

type Stream = {
  name: string;
  list: 'post' | 'dm_event';
  call: (since: string | undefined, from: Date) => Call;
};

const streams = (handle: Handle): Stream[] => [
  posts(`m:${handle.id}`, `/2/users/${handle.id}/mentions`),
  // What the team writes on the platform itself, and what of ours was sent without an answer.
  posts(`o:${handle.id}`, `/2/users/${handle.id}/tweets`, { exclude: 'retweets' }),
  {
    name: `d:${handle.id}`,
    list: 'dm_event',
    call: () => ({
      method: 'GET',
      path: '/2/dm_events',
      query: {
        ...{ max_results: '100', event_types: 'MessageCreate' },
        'dm_event.fields': 'id,text,event_type,created_at,dm_conversation_id,sender_id,attachments',
        expansions: 'sender_id,attachments.media_keys',
        ...{ 'user.fields': users, 'media.fields': media },
      },
    }),
  },
];

/** Everything new of one account: mentions, own posts, direct messages, each oldest first. Throws ApiError. */
export async function* fetchNew(io: ListenIo, handle: Handle, cursor: Cursor): AsyncGenerator<Fetched> {
  for (const stream of streams(handle)) {
    const from = new Date(io.now().getTime() - firstLook);
    const found = await pages(io, handle, { stream, since: cursor[stream.name], from });
    const newest = newestOf(found, { io, since: cursor[stream.name] });
    const arrivals = found
      .filter(({ item }) => !isYoungOwn(item, io))
      .map(({ item, around }) => fetchedArrival(stream.list, item, { ...around, handle: handle.id }))
      .reverse();
    if (newest) cursor[stream.name] = newest;
    yield { arrivals, cursor: { ...cursor } };
  }
}

/** Everything since a time that the platform still shows, of both accounts; copies are no error. Throws ApiError. */
export async function resync(io: ResyncIo, since: Date): Promise<void> {
  for (const handle of accountOf(io.settings).handles) {
    for (const stream of streams(handle)) {
      if (io.signal.aborted) return;
      const found = await pages(io, handle, { stream, since: undefined, from: since });
      const known = found.filter(({ item }) => !isYoungOwn(item, io)).reverse();
      await io.deliver(
        known.map(({ item, around }) => fetchedArrival(stream.list, item, { ...around, handle: handle.id })),
      );
    }
  }
}

type Found = { item: Raw; around: Raw };

async function pages(
  io: ChannelIo,
  handle: Handle,
  { stream, since, from }: { stream: Stream; since: string | undefined; from: Date },
): Promise<Found[]> {
  const call = stream.call(since, from);
  const found: Found[] = [];
  let next: string | undefined;
  for (let page = 0; page < pagesAtMost; page += 1) {
    const query = { ...call.query, ...(next && { pagination_token: next }) };
    const answer = await callApi(io, handle, { ...call, query });
    if (answer.kind !== 'ok') throw new ApiError(answer);
    const items = objects(answer.body.data).filter((item) => idOf(item.id));
    const fresh = items.filter((item) => isFresh(item, since, from));
    found.push(...fresh.map((item) => ({ item, around: aroundOf(item, obj(answer.body.includes)) })));
    next = line(obj(answer.body.meta)?.next_token, 500);
    // Newest first: once something known comes, the rest is known.
    if (!next || fresh.length < items.length) break;
  }
  return found;
}

function isFresh(item: Raw, since: string | undefined, from: Date): boolean {
  const id = idOf(item.id) ?? '';
  if (since) return isNewer(id, since);
  return (instant(item.created_at) ?? '') >= from.toISOString();
}

/** Of what came with the page only what belongs to the item: equal items are equal bytes, whatever came with them. */
function aroundOf(item: Raw, includes: Raw | undefined): Raw {
  const author = item.author_id ?? item.sender_id;
  const keys = obj(item.attachments)?.media_keys;
  const files = objects(includes?.media).filter((one) => Array.isArray(keys) && keys.includes(one.media_key));
  const people = objects(includes?.users).filter((one) => one.id === author);
  return { includes: { users: people, ...(files.length > 0 && { media: files }) } };
}

/** Of either account: an answer of the one stands among the mentions of the other. */
function isYoungOwn(item: Raw, io: ChannelIo): boolean {
  const { handles } = accountOf(io.settings);
  const isOwn = handles.some((one) => one.id === (item.sender_id ?? item.author_id));
  return isOwn && new Date(instant(item.created_at) ?? 0).getTime() > io.now().getTime() - young;
}

/**
 * How far everything was taken. An own message that was left for later stops it there; what is newer and was taken
 * comes once more, and the ledger knows it.
 */
function newestOf(
  found: Found[],
  { io, since }: { io: ListenIo; since: string | undefined },
): string | undefined {
  let newest = since;
  for (const { item } of found.toReversed()) {
    if (isYoungOwn(item, io)) break;
    const id = idOf(item.id) ?? '';
    if (!newest || isNewer(id, newest)) newest = id;
  }
  return newest;
}
