import { createHash } from 'node:crypto';
import {
  type Arrival,
  MalformedError,
  type RawRequest,
  type Settings,
} from '../../../modules/inboxes/port.ts';
import { accountKey, bodyOf, foreignArrivals } from '../../graph/arrivals.ts';
import { type Raw, record, records, text } from './read.ts';
import { accountOf } from './settings.ts';

/** The lists of a change's value whose members are items of their own, and the letter their ids begin with. */
const lists: Record<string, string> = {
  messages: 'm',
  message_echoes: 'e',
  statuses: 's',
  calls: 'c',
  groups: 'g',
};

/**
 * Splits a webhook into one arrival per message, echo, status or call, so that one unreadable item holds up no
 * other. The external id is made of the platform's id and a hash of the item: an identical retry, alone or in another
 * batch, is a copy, and something new under an old id is not lost. A request with one item keeps its exact bytes.
 */
export function arrivals(request: RawRequest): Arrival[] {
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
  const found = records(body.entry).flatMap((entry) =>
    changesOf(entry).flatMap((change) => itemsOf(entry, change)),
  );
  const distinct = found.filter((one, i) => found.findIndex((other) => other.id === one.id) === i);
  return distinct.map(({ id, entry }) => ({
    ...placeOf(entry),
    externalId: id,
    body: found.length === 1 ? bytes : Buffer.from(JSON.stringify({ object: body.object, entry: [entry] })),
    headers: {},
    facts: {},
  }));
}

/** `object` of these webhooks. */
export const object = 'whatsapp_business_account';

/** Accounts an inbox takes in: its number, and what is said of the whole account. */
export function accounts(settings: Settings): string[] {
  const { phoneNumberId, businessAccountId } = accountOf(settings);
  return [
    ...(phoneNumberId ? [numberKey(phoneNumberId)] : []),
    ...(businessAccountId ? [accountKey(object, businessAccountId)] : []),
  ];
}

const numberKey = (id: string): string => accountKey('phone_number', id);

/** The number something is for; what names none (a template, the account's health) is for all numbers of the account. */
function placeOf(entry: Raw): Pick<Arrival, 'account' | 'toAll'> {
  const value = record(records(entry.changes)[0]?.value);
  const number = text(record(value?.metadata)?.phone_number_id, 64);
  const id = text(entry.id, 64);
  if (number) return { account: numberKey(number) };
  return id ? { account: accountKey(object, id), toAll: true } : {};
}

type Item = { id: string; entry: Raw };

/** Changes of an entry; an entry of a shape never seen is kept as one change of no field. */
function changesOf(entry: Raw): Raw[] {
  const changes = records(entry.changes);
  return changes.length > 0 ? changes : [{ field: 'unknown', value: entry }];
}

function itemsOf(entry: Raw, change: Raw): Item[] {
  const value = record(change.value) ?? {};
  const entryWith = (inner: unknown): Raw => ({ ...entry, changes: [{ ...change, value: inner }] });
  const items = Object.keys(lists).flatMap((list) =>
    records(value[list]).map((item) => ({
      id: `${lists[list]}:${text(item.id, 512) ?? ''}:${hashOf({ field: change.field, item })}`,
      entry: entryWith({ ...withoutLists(value), [list]: [item], contacts: contactsFor(value, item) }),
    })),
  );
  if (items.length > 0) return items;
  // Account webhooks carry no id: entry id and time tell two equal notices at different times apart.
  return [{ id: `x:${hashOf({ id: entry.id, time: entry.time, change })}`, entry: entryWith(change.value) }];
}

function withoutLists(value: Raw): Raw {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !Object.hasOwn(lists, key)));
}

/** The contacts that belong to an item; all of them when none says so. */
function contactsFor(value: Raw, item: Raw): unknown {
  const contacts = records(value.contacts);
  const ids = [item.from, item.from_user_id, item.to, item.to_user_id].map((id) => text(id));
  const own = contacts.filter((one) =>
    [one.wa_id, one.user_id].some((id) => text(id) && ids.includes(text(id))),
  );
  return own.length > 0 ? own : value.contacts;
}

/** Short hash of a JSON value; key order is the sender's, a retry repeats it. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
