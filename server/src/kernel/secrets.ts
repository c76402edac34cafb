import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { ConfigError } from './config.ts';

/**
 * Encrypts what must not lie open in the database and signs what goes out and must come back unchanged.
 * AES-256-GCM; the text is `v1.<key id>.<nonce>.<ciphertext>.<tag>`, bound to a context so that a value cannot be
 * moved to another row. Old master keys are read; `encrypt` always uses the newest, so writing again rotates.
 */
export type Secrets = {
  encrypt(text: string, context: string): string;
  decrypt(sealed: string, context: string): string;
  /** Whether a value is under an old key and should be written again. */
  stale(sealed: string): boolean;
  /** base64url signature of a payload for one purpose; 128 bits. */
  sign(purpose: string, payload: string): string;
  verify(purpose: string, payload: string, signature: string): boolean;
  /** The signatures under every key, newest first, for forms that carry only a part of one. */
  signatures(purpose: string, payload: string): Buffer[];
  /** Key for keyed hashes of one purpose; the same over every rotation (`secrets-rotate.ts`). */
  key(purpose: HashPurpose): Buffer;
};

/** Random bytes for a key, a salt or its name; `ctx.ids` makes what is no secret. */
export const freshBytes = (count: number): Buffer => randomBytes(count);

/** What hashes are keyed for. A rotation of the master key keeps the key of each, so each is named here. */
export const hashPurposes = ['receipts', 'switch code', 'erased', 'origin'] as const;
export type HashPurpose = (typeof hashPurposes)[number];

type MasterKey = { id: string; bytes: Buffer };

function masterKey(text: string): MasterKey {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 32) throw new ConfigError('MASTER_KEY must be 32 bytes in base64.');
  const id = createHmac('sha256', bytes).update('meada key id').digest('hex').slice(0, 8);
  return { id, bytes };
}

/** Purposes are a handful of words in the code; each is derived once. */
const derived = new WeakMap<MasterKey, Map<string, Buffer>>();
function derive(key: MasterKey, purpose: string): Buffer {
  const ofKey = derived.get(key) ?? new Map<string, Buffer>();
  derived.set(key, ofKey);
  const known = ofKey.get(purpose);
  if (known) return known;
  const fresh = Buffer.from(hkdfSync('sha256', key.bytes, Buffer.alloc(0), `meada ${purpose}`, 32));
  ofKey.set(purpose, fresh);
  return fresh;
}

/**
 * Secrets under the given keys, newest first; `hashKeys` are those kept from before a rotation. Throws `ConfigError` on a
 * malformed key.
 */
export function makeSecrets(keys: string[], hashKeys: Readonly<Record<string, string>> = {}): Secrets {
  const ring = keys.map(masterKey);
  const newest = ring[0];
  const oldest = ring.at(-1);
  if (!newest || !oldest) throw new ConfigError('No master key.');
  const find = (id: string): MasterKey => {
    const key = ring.find((candidate) => candidate.id === id);
    if (!key) throw new Error(`no master key ${id}: put the former key into OLD_MASTER_KEYS`);
    return key;
  };
  const signature = (key: MasterKey, purpose: string, payload: string): Buffer =>
    createHmac('sha256', derive(key, `sign ${purpose}`))
      .update(payload)
      .digest()
      .subarray(0, 16);
  return {
    encrypt: (text, context) => encrypt(newest, text, context),
    decrypt: (sealed, context) => decrypt(find(sealed.split('.')[1] ?? ''), sealed, context),
    stale: (sealed) => sealed.split('.')[1] !== newest.id,
    sign: (purpose, payload) => signature(newest, purpose, payload).toString('base64url'),
    signatures: (purpose, payload) => ring.map((key) => signature(key, purpose, payload)),
    verify: (purpose, payload, given) => {
      const bytes = Buffer.from(given, 'base64url');
      if (bytes.length !== 16) return false;
      return ring.some((key) => timingSafeEqual(signature(key, purpose, payload), bytes));
    },
    key: (purpose) => {
      const kept = hashKeys[purpose];
      return kept === undefined ? derive(oldest, `hash ${purpose}`) : Buffer.from(kept, 'base64');
    },
  };
}

function encrypt(key: MasterKey, text: string, context: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derive(key, 'encrypt'), nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const parts = [nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return `v1.${key.id}.${parts.join('.')}`;
}

function decrypt(key: MasterKey, sealed: string, context: string): string {
  const [nonce, body, tag] = sealed
    .split('.')
    .slice(2)
    .map((part) => Buffer.from(part, 'base64url'));
  if (!nonce || !body || !tag) throw new Error('not a sealed value');
  const decipher = createDecipheriv('aes-256-gcm', derive(key, 'encrypt'), nonce)
    .setAAD(Buffer.from(context))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}
