import type { Inbound } from '@meada/contract/channels';
import type { PushedItem } from '@meada/contract/routes/channel';
import type { Receipt, Settings } from '../../../modules/inboxes/port.ts';
import { addressOfUser, baseOf } from './ids.ts';
import { messageOf } from './parse-message.ts';
import { itemOf } from './push.ts';

type Readers = {
  [K in PushedItem['kind']]: (item: Extract<PushedItem, { kind: K }>, base: string) => Inbound;
};

const readers: Readers = {
  message: messageOf,
  status: ({ externalId, state, at, error }) => ({
    kind: 'status',
    externalId,
    state,
    at,
    ...(error && { error: { ...error, permanent: true } }),
  }),
  edit: ({ externalId, at, text }) => ({
    kind: 'edit',
    externalId,
    at,
    content: { v: 1, kind: 'text', text },
  }),
  deletion: ({ externalId, at }) => ({ kind: 'deletion', externalId, at }),
  reaction: ({ externalId, at, from, emoji }, base) => ({
    kind: 'reaction',
    externalId,
    at,
    from: addressOfUser(base, from),
    emoji,
  }),
  typing: ({ from, at }, base) => ({ kind: 'signal', signal: 'typing', from: addressOfUser(base, from), at }),
};

/** Turns one pushed item into what it is; throws on anything else. */
export function parse(receipt: Receipt, settings: Settings): Inbound[] {
  const item = itemOf(receipt.body);
  const { inbox } = receipt.facts;
  if (typeof inbox !== 'string' || inbox === '') throw new Error('a receipt without its inbox');
  const read = readers[item.kind] as (item: PushedItem, base: string) => Inbound;
  return [read(item, baseOf(settings, inbox))];
}
