import { createSecretKey } from 'node:crypto';
import { freshBytes } from '../secrets.ts';
import { seal, unseal } from './sealing.ts';
import type { FindKey, WorkingKey } from './subject-keys.ts';

/** A sealed object's key, sealed once for each subject whose file it is: it opens as long as one of their keys is left. */
export type FileKey = { id: string; sealed: string };

/** Each object has a key of its own, used once. */
const once = Buffer.alloc(12);

/** Seals an object for its owners; `context` names it. */
export function sealObject(
  object: Uint8Array,
  context: string,
  owners: readonly { key: WorkingKey; nonce: Buffer }[],
): { bytes: Buffer; keys: FileKey[] } {
  const own = freshBytes(32);
  const open = Buffer.from(context);
  return {
    bytes: seal(createSecretKey(own), once, { open, closed: Buffer.from(object) }),
    keys: owners.map(({ key, nonce }) => ({
      id: key.id,
      sealed: Buffer.concat([nonce, seal(key.key, nonce, { open, closed: own })]).toString('base64url'),
    })),
  };
}

/** The object, or null when none of its keys is left. Throws when it is not what was sealed. */
export function unsealObject(
  bytes: Buffer,
  context: string,
  access: { keys: readonly FileKey[]; find: FindKey },
): Buffer | null {
  const open = Buffer.from(context);
  for (const { id, sealed } of access.keys) {
    const key = access.find(id);
    if (!key) continue;
    const both = Buffer.from(sealed, 'base64url');
    const own = unseal(key, both.subarray(0, 12), { open, sealed: both.subarray(12) });
    return unseal(createSecretKey(own), once, { open, sealed: bytes });
  }
  return null;
}

/** Nonces of the list of files: none of a table's begins so. */
export function fileNonces(): () => Buffer {
  let count = 0;
  return () => {
    const nonce = Buffer.alloc(12, 0xff);
    count += 1;
    nonce.writeBigUInt64BE(BigInt(count), 4);
    return nonce;
  };
}

/** What a sealed object is longer than the object itself. */
export const sealBytes = 16;
