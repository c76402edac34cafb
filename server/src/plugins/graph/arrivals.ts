import { createHash } from 'node:crypto';
import type { Inbound, InboundNotice } from '@meada/contract/channels';
import { type Arrival, MalformedError, type RawRequest } from '../../modules/inboxes/port.ts';
import { line, type Raw, record, records, text } from './json.ts';

/** Lists of an entry whose members are items of their own. */
const lists = ['messaging', 'standby', 'changes'];

/**
 * Splits a webhook into one arrival per message or change, so that one unreadable item holds up no other. The external id
 * is made of the platform's id and a hash of the item: an identical retry, alone or in another batch, is a copy, and
 * something new under an old id is not lost. A request with one item keeps its exact bytes.
 */
export function splitWebhook(request: RawRequest, object: string): Arrival[] {
  const body = bodyOf(request.body);
  try {
    return body.object === object ? split(body, request.body) : foreignArrivals(body, request.body);
  } catch (error) {
    // Nesting deep enough to exhaust the stack is nothing a platform sends.
    if (error instanceof RangeError) throw new MalformedError('body', 'nested too deeply');
    throw error;
  }
}

function split(body: Raw, bytes: Uint8Array): Arrival[] {
  const found = records(body.entry).flatMap(itemsOf);
  const distinct = found.filter((one, i) => found.findIndex((other) => other.id === one.id) === i);
  return distinct.map(({ id, entry }) => ({
    ...accountNamed(body.object, entry.id),
    externalId: id,
    body: found.length === 1 ? bytes : Buffer.from(JSON.stringify({ object: body.object, entry: [entry] })),
    headers: {},
    facts: {},
  }));
}

/** The body of a webhook of any kind of account; throws `MalformedError` on what is none. */
export function bodyOf(bytes: Uint8Array): Raw {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new MalformedError('body', 'the body is not JSON');
  }
  const body = record(parsed);
  if (!body) throw new MalformedError('body', 'the body is no JSON object');
  if (!isKind(body.object)) throw new MalformedError('object');
  if (!Array.isArray(body.entry)) throw new MalformedError('entry');
  return body;
}

/** An account as webhooks name it. */
export const accountKey = (object: unknown, id: string): string => `${String(object)}:${id}`;

function accountNamed(object: unknown, id: unknown): { account?: string } {
  const name = text(id, 64);
  return name ? { account: accountKey(object, name) } : {};
}

/**
 * What came for another kind of account, whole: people give all kinds the same address. An inbox of that kind splits it
 * rightly; where there is none it stays, and is told.
 */
export const foreignArrivals = (body: Raw, bytes: Uint8Array): Arrival[] => [
  { externalId: `x:${hashOf(body)}`, body: bytes, headers: {}, facts: {}, foreign: true },
];

/** The notices of what came for another kind of account. */
export function unknownKind(body: Raw, at: string): Inbound[] {
  if (!isKind(body.object)) throw new Error('not a webhook of this platform');
  const found = records(body.entry).map((entry) => unknownAccount(body.object, entry.id, at));
  return found.length > 0 ? found : [{ kind: 'ignored', reason: 'empty' }];
}

const isKind = (object: unknown): boolean => typeof object === 'string' && /^[a-z_]{1,64}$/.test(object);

/** What is for an account nobody here takes: told on the page of the inbox that was called. */
export function unknownAccount(object: unknown, id: unknown, at: string): InboundNotice {
  const account = `${line(object, 64) ?? ''} ${line(id, 64) ?? ''}`.trim();
  // One notice for each account: another one's must not take its place.
  const code = `unknown_account:${line(id, 48) ?? ''}`;
  return { kind: 'notice', code, level: 'warning', text: account, facts: { account }, at };
}

type Item = { id: string; entry: Raw };

function itemsOf(entry: Raw): Item[] {
  const around = Object.fromEntries(Object.entries(entry).filter(([key]) => !lists.includes(key)));
  const items = lists.flatMap((list) =>
    records(entry[list]).map((item) => ({
      id: `${list.slice(0, 1)}:${idIn(item)}:${hashOf({ account: entry.id, item })}`,
      entry: { ...around, [list]: [item] },
    })),
  );
  // One login type writes the change into the entry itself; anything else is kept as it is.
  return items.length > 0 ? items : [{ id: `x:${hashOf(entry)}`, entry }];
}

/** The platform's own id within an item, for people who look for it; the hash tells items apart. */
function idIn(item: Raw): string {
  const value = record(item.value) ?? {};
  const inner = record(item.message) ?? record(item.postback) ?? record(item.reaction) ?? {};
  return text(inner.mid, 256) ?? text(value.comment_id ?? value.id ?? value.post_id, 256) ?? '';
}

/** Short hash of a JSON value; key order is the sender's, a retry repeats it. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
