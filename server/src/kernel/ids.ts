import {
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto';
import type { Clock } from './clock.ts';

export type Ids = {
  /** UUID version 7 (RFC 9562): ordered by time within one process, also inside one millisecond. */
  uuid(): string;
  /** 256 random bits, base64url. */
  token(): string;
  /** Random key for addresses, 128 bits, base64url. */
  key(): string;
  /** Random bytes. */
  bytes(count: number): Buffer;
  /** Decimal digits, uniformly random. */
  digits(count: number): string;
};

/** Makes the sources of ids and randomness for one process. */
export function makeIds(clock: Clock): Ids {
  let lastMs = 0;
  let counter = 0;
  return {
    uuid: () => {
      const now = clock.now().getTime();
      if (now > lastMs) {
        lastMs = now;
        counter = randomBytes(2).readUInt16BE() & 0x7ff;
      } else if (++counter > 0xfff) {
        lastMs += 1;
        counter = 0;
      }
      return uuidOf(lastMs, counter);
    },
    token: () => randomBytes(32).toString('base64url'),
    key: () => random16().toString('base64url'),
    bytes: (count) => randomBytes(count),
    digits: (count) => Array.from({ length: count }, randomDigit).join(''),
  };
}

/** Random bytes are fetched by the page: one call to the system for 256 ids. Each byte is given out once. */
const page = Buffer.alloc(4096);
let used = page.length;
function random16(): Buffer {
  if (used === page.length) {
    randomFillSync(page);
    used = 0;
  }
  const bytes = Buffer.from(page.subarray(used, used + 16));
  page.fill(0, used, used + 16);
  used += 16;
  return bytes;
}

function uuidOf(ms: number, counter: number): string {
  const bytes = random16();
  bytes.writeUIntBE(ms, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function randomDigit(): string {
  for (;;) {
    const byte = randomBytes(1)[0] ?? 255;
    if (byte < 250) return String(byte % 10);
  }
}

/** What is kept of a random token: its SHA-256. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Equal in constant time whatever the lengths. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(tokenHash(a), tokenHash(b));
}

const keyObjects = new WeakMap<Uint8Array, KeyObject>();

/** A key as node:crypto wants it, made once: from bytes every HMAC would make it anew, which costs more than hashing. */
export function keyObject(bytes: Uint8Array): KeyObject {
  const known = keyObjects.get(bytes);
  if (known) return known;
  const made = createSecretKey(bytes);
  keyObjects.set(bytes, made);
  return made;
}

/** Keyed hash; the bytes of a key must not change once it was used. */
export const keyedHash = (key: string | Uint8Array, data: string | Uint8Array): Buffer =>
  createHmac('sha256', typeof key === 'string' ? key : keyObject(key))
    .update(data)
    .digest();
