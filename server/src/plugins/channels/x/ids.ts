import type { Address, OutsideThread } from '@meada/contract/channels';
import { addressKind } from './manifest.ts';
import type { Handle } from './settings.ts';

/** External ids: the same for what a webhook brings and what is fetched. */
export const postKey = (id: string): string => `post:${id}`;
export const directKey = (id: string): string => `dm:${id}`;

/** The platform's own number in an external id of ours, told apart by what it numbers. */
export function readKey(externalId: string | undefined): { kind: 'post' | 'dm'; id: string } | undefined {
  const [, kind, id] = /^(post|dm):(\d{1,20})$/.exec(externalId ?? '') ?? [];
  return kind && id ? { kind: kind === 'dm' ? 'dm' : 'post', id } : undefined;
}

/** An account as an address: the number is what we send to, the @name what people know. */
export const accountAddress = (id: string, username: string | undefined): Address => ({
  kind: addressKind,
  value: id,
  ...(username && { name: `@${username}` }),
});

/** Direct messages with one of our accounts: the answer goes out from that account. */
export const directThread = (handle: Handle): OutsideThread => ({
  kind: 'chat',
  key: `handle:${handle.id}`,
  ...(handle.username && { name: `@${handle.username}` }),
});

/** The account of ours that a thread of direct messages is with. */
export const handleOf = (key: string | undefined, handles: Handle[]): Handle | undefined =>
  handles.find((handle) => `handle:${handle.id}` === key);
