import {
  createCipheriv,
  createECDH,
  createPrivateKey,
  generateKeyPairSync,
  hkdfSync,
  sign as signBytes,
} from 'node:crypto';

/**
 * Web Push as servers speak it: the message sealed for one browser (RFC 8291 over RFC 8188, `aes128gcm`), and the proof of
 * who sends (VAPID, RFC 8292). Pure; the request itself goes out through egress.
 */

/** What a browser gives of itself: its push service's address, its public key and a shared secret, base64url. */
export type PushKeys = { p256dh: string; auth: string };

/** The pair by which a push service knows this installation, base64url; the public half is what browsers are given. */
export type VapidPair = { publicKey: string; privateKey: string };

const curve = 'prime256v1';
const pointBytes = 65;
const authBytes = 16;
/** RFC 8188: one record; larger than any message that a push service takes. */
const recordSize = 4096;
/** Most bytes a push service must take, less the header, the tag and the delimiter (RFC 8030 §7.2, RFC 8291 §4). */
export const textAtMost = recordSize - 86 - 17;

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url');
const derived = (
  key: Buffer,
  salt: Buffer,
  { info, size }: { info: Buffer | string; size: number },
): Buffer => Buffer.from(hkdfSync('sha256', key, salt, info, size));

/** Whether these can be a browser's keys: a point of the curve and sixteen bytes. */
export function arePushKeys({ p256dh, auth }: PushKeys): boolean {
  const point = bytesOf(p256dh);
  if (point.length !== pointBytes || bytesOf(auth).length !== authBytes) return false;
  try {
    const pair = createECDH(curve);
    pair.generateKeys();
    // Refuses what does not lie on the curve.
    pair.computeSecret(point);
    return true;
  } catch {
    return false;
  }
}

/** Makes the installation's pair. */
export function makeVapidPair(): VapidPair {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: curve });
  const { d = '', x = '', y = '' } = privateKey.export({ format: 'jwk' });
  const publicKey = Buffer.concat([Buffer.from([4]), bytesOf(x), bytesOf(y)]).toString('base64url');
  return { publicKey, privateKey: d };
}

/** What chance gives to one message: sixteen bytes of salt, thirty-two of a private key used once. */
export type PushChance = { salt: Buffer; key: Buffer };

/**
 * Seals a text for one browser.
 * @throws RangeError when it is too long or the keys are none.
 */
export function sealPush(text: string, keys: PushKeys, { salt, key }: PushChance): Buffer {
  const plain = Buffer.from(text);
  if (plain.length > textAtMost) throw new RangeError('a push holds less than 4 KB');
  if (bytesOf(keys.auth).length !== authBytes) throw new RangeError('not the keys of a browser');
  const once = createECDH(curve);
  once.setPrivateKey(key);
  const [theirs, ours] = [bytesOf(keys.p256dh), once.getPublicKey()];
  const shared = derived(once.computeSecret(theirs), bytesOf(keys.auth), {
    info: Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]),
    size: 32,
  });
  const contentKey = derived(shared, salt, { info: 'Content-Encoding: aes128gcm\0', size: 16 });
  const nonce = derived(shared, salt, { info: 'Content-Encoding: nonce\0', size: 12 });
  const cipher = createCipheriv('aes-128-gcm', contentKey, nonce);
  // The delimiter of the last record.
  const body = [cipher.update(Buffer.concat([plain, Buffer.from([2])])), cipher.final(), cipher.getAuthTag()];
  const size = Buffer.alloc(4);
  size.writeUInt32BE(recordSize);
  return Buffer.concat([salt, size, Buffer.from([ours.length]), ours, ...body]);
}

/** A push service refuses proofs that hold for more than a day (RFC 8292 §2). */
const proofLastsMs = 12 * 3_600_000;

/** The header by which a push service knows who sends: `subject` is where its operator may write (mailto: or https:). */
export function vapidHeader(
  endpoint: string,
  pair: VapidPair,
  facts: { subject: string; now: Date },
): string {
  const point = bytesOf(pair.publicKey);
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: pair.privateKey,
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const exp = Math.floor((facts.now.getTime() + proofLastsMs) / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { aud: new URL(endpoint).origin, exp, sub: facts.subject };
  const signed = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`;
  const signature = signBytes('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${pair.publicKey}`;
}
