import { createHash } from 'node:crypto';
import { type Arrival, MalformedError, type RawRequest } from '../../../modules/inboxes/port.ts';
import { hookLists } from './parse.ts';
import { idOf, obj, objects, type Raw } from './read.ts';

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** Posts and direct messages have a number of their own; everything else is known by what it says. */
const numbered: Record<string, (item: Raw) => string | undefined> = {
  tweet_create_events: (item) => idOf(item.id_str) && `post:${idOf(item.id_str)}`,
  direct_message_events: (item) => idOf(item.id) && `dm:${idOf(item.id)}`,
};

const hashed = (body: Uint8Array): string => `event:${createHash('sha256').update(body).digest('hex')}`;

/**
 * Splits a webhook into one arrival per event. Both accounts are told of a post that mentions both: it is one arrival,
 * by webhook as by fetching.
 */
export function arrivals(request: RawRequest): Arrival[] {
  let body: Raw | undefined;
  try {
    body = obj(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body)));
  } catch {
    throw new MalformedError('body', 'malformed: no JSON');
  }
  if (!body) throw new MalformedError('body');
  const rest = Object.fromEntries(Object.entries(body).filter(([key]) => !hookLists.includes(key)));
  const found = hookLists.flatMap((list) =>
    objects(body[list]).map((item): Arrival => {
      const bytes = bytesOf({ ...rest, [list]: [item] });
      const externalId = numbered[list]?.(item) ?? hashed(bytes);
      return { externalId, body: bytes, headers: {}, facts: {} };
    }),
  );
  if (found.length === 0)
    return [{ externalId: hashed(request.body), body: request.body, headers: {}, facts: {} }];
  return found.filter(
    (one, index) => found.findIndex((other) => other.externalId === one.externalId) === index,
  );
}

/** A fetched post or direct message as the arrival it is. */
export function fetchedArrival(list: 'post' | 'dm_event', item: Raw, around: Raw): Arrival {
  const id = `${list === 'post' ? 'post' : 'dm'}:${idOf(item.id) ?? hashed(bytesOf(item))}`;
  return { externalId: id, body: bytesOf({ ...around, [list]: item }), headers: {}, facts: {} };
}
