import type { Inbound } from '@meada/contract/channels';
import type { Receipt, Settings } from '../../../modules/inboxes/port.ts';
import { accountAddress, directKey, postKey } from './ids.ts';
import { type Direct, directMessage, ownReason, publicMessage } from './message.ts';
import { authorOf, fileOf, filesOf, readHookPost, readPost } from './post.ts';
import { idOf, instant, line, obj, objects, type Raw, str, unescaped } from './read.ts';
import { type Account, accountOf, type Handle } from './settings.ts';

/** What a parser knows beside the item: our accounts, the whole receipt, and when it came. */
type Around = { account: Account; body: Raw; handle: Handle | undefined; at: string };
type Parser = (item: Raw, around: Around) => Inbound[];

/** What a receipt may hold, and who reads it. The first two are what we fetch, the others come by webhook. */
const parsers: Record<string, Parser> = {
  post: (item, { account, body }) => publicMessage(readPost(item, obj(body.includes)), account, true),
  dm_event: parseDirect,
  tweet_create_events: (item, { account }) => publicMessage(readHookPost(item), account),
  tweet_delete_events: parseDeletion,
  direct_message_events: parseHookDirect,
  direct_message_mark_read_events: parseRead,
  favorite_events: parseLike,
  user_event: parseRevocation,
};

/** The lists a webhook may bring, in the order in which they are read. */
export const hookLists = Object.keys(parsers).filter((name) => name.endsWith('_events'));

/** Understood and left alone, with the reason that is kept beside the receipt. */
const ignored: Record<string, string> = {
  follow_events: 'who follows whom is no message',
  unfollow_events: 'who follows whom is no message',
  block_events: 'blocks and mutes are no messages',
  unblock_events: 'blocks and mutes are no messages',
  mute_events: 'blocks and mutes are no messages',
  unmute_events: 'blocks and mutes are no messages',
  direct_message_indicate_typing_events: 'typing is not shown',
};

/** Turns one receipt (a post, a direct message, or one event of a webhook) into items; throws on what cannot be read. */
export function parse(receipt: Receipt, settings: Settings): Inbound[] {
  const body = obj(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(receipt.body)));
  if (!body) throw new TypeError('no object');
  const account = accountOf(settings);
  const handle = account.handles.find((one) => one.id === (body.for_user_id ?? body.handle));
  for (const [kind, parser] of Object.entries(parsers)) {
    const value = body[kind];
    const items = Array.isArray(value) ? objects(value) : objects([value]);
    const around = { account, body, handle, at: receipt.receivedAt };
    if (items.length > 0) return items.flatMap((item) => parser(item, around));
    if (value !== undefined) throw new TypeError(`${kind}: no object`);
  }
  const known = Object.keys(body).find((key) => Object.hasOwn(ignored, key));
  if (known) return [{ kind: 'ignored', reason: ignored[known] ?? known }];
  const unknown = Object.keys(body).find((key) => key !== 'for_user_id' && key !== 'users');
  return [{ kind: 'ignored', reason: `unknown kind of event: ${line(unknown, 64) ?? 'none'}` }];
}

const foreign: Inbound[] = [{ kind: 'ignored', reason: 'of an account that is not ours' }];

/** A direct message as API v2 lists it; the other side stands in the conversation's number. */
function parseDirect(item: Raw, { body, handle }: Around): Inbound[] {
  if (!handle) return foreign;
  const [id, at, sender] = [idOf(item.id), instant(item.created_at), idOf(item.sender_id)];
  if (!id || !at || !sender) throw new TypeError('dm_event: no id, time or sender');
  const [, one, two] = /^(\d{1,20})-(\d{1,20})$/.exec(line(item.dm_conversation_id, 64) ?? '') ?? [];
  if (!one || !two) return [{ kind: 'ignored', reason: 'a group of direct messages' }];
  if (item.event_type !== 'MessageCreate') return [{ kind: 'ignored', reason: 'people come and go' }];
  const includes = obj(body.includes);
  const other = one === handle.id ? two : one;
  const user = (id: string) =>
    authorOf(
      objects(includes?.users).find((found) => found.id === id),
      id,
    );
  const direct: Direct = {
    ...{ id, at, text: unescaped(str(item.text) ?? '') },
    files: filesOf(item.attachments, includes),
    ...{ sender: user(sender), recipient: user(sender === other ? handle.id : other) },
  };
  return directMessage(direct, handle);
}

/** A direct message as a webhook brings it. */
function parseHookDirect(item: Raw, { account, body, handle }: Around): Inbound[] {
  if (!handle) return foreign;
  const create = obj(item.message_create);
  const data = obj(create?.message_data);
  const [id, at] = [idOf(item.id), instant(item.created_timestamp)];
  const [sender, recipient] = [idOf(create?.sender_id), idOf(obj(create?.target)?.recipient_id)];
  if (!id || !at || !sender || !recipient)
    throw new TypeError('direct message: no id, time, sender or recipient');
  if (sender === handle.id) {
    const app = obj(obj(body.apps)?.[line(create?.source_app_id, 64) ?? '']);
    const reason = ownReason(line(app?.name, 200) ?? '', account);
    if (reason) return [{ kind: 'ignored', reason }];
  }
  const users = obj(body.users);
  const user = (id: string) => authorOf(obj(users?.[id]), id);
  const media = obj(obj(data?.attachment)?.media);
  const file = media && fileOf(media);
  const text = unescaped(str(data?.text) ?? '');
  return directMessage(
    { id, at, text, files: file ? [file] : [], sender: user(sender), recipient: user(recipient) },
    handle,
  );
}

function parseDeletion(item: Raw, { at }: Around): Inbound[] {
  const id = idOf(obj(item.status)?.id);
  if (!id) throw new TypeError('tweet_delete_events: no id');
  return [{ kind: 'deletion', externalId: postKey(id), at: instant(item.timestamp_ms) ?? at }];
}

function parseLike(item: Raw, { account, at }: Around): Inbound[] {
  const user = obj(item.user);
  const id = idOf(obj(item.favorited_status)?.id_str);
  const who = idOf(user?.id_str);
  if (!id || !who) throw new TypeError('favorite_events: no post or user');
  if (account.handles.some((one) => one.id === who))
    return [{ kind: 'ignored', reason: 'a like of our own' }];
  const from = accountAddress(who, authorOf(user, who).username);
  return [
    { kind: 'reaction', externalId: postKey(id), from, emoji: '❤️', at: instant(item.created_at) ?? at },
  ];
}

/** Everything up to a direct message was read. */
function parseRead(item: Raw, { handle, at }: Around): Inbound[] {
  const [who, upTo] = [idOf(item.sender_id), idOf(item.last_read_event_id)];
  if (!who || !upTo || who === handle?.id) return [{ kind: 'ignored', reason: 'read by ourselves' }];
  const time = instant(item.created_timestamp) ?? at;
  return [
    { kind: 'signal', signal: 'read', from: accountAddress(who, undefined), at: time, upTo: directKey(upTo) },
  ];
}

/** The account's owner took the app's permission away. */
function parseRevocation(item: Raw, { at }: Around): Inbound[] {
  const source = idOf(obj(obj(item.revoke)?.source)?.user_id);
  const text = `X: the account ${source ?? '?'} no longer allows the app.`;
  return [{ kind: 'notice', code: 'revoked', text, at: instant(obj(item.revoke)?.date_time) ?? at }];
}
