import { createHash } from 'node:crypto';

export const hashOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Where the bytes lie, in a folder or a bucket: made of an id and a hash, of nothing a tenant says. */
export const pathOf = (orgId: string, hash: Buffer): string => {
  const hex = hash.toString('hex');
  return `${orgId}/${hex.slice(0, 2)}/${hex}`;
};

/** The hash in a name as `pathOf` makes it, or null. */
export const hashIn = (name: string): Buffer | null =>
  /^[0-9a-f]{64}$/.test(name) ? Buffer.from(name, 'hex') : null;
