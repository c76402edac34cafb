import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';

/** The browser's side of Web Push: its keys, opening what was sealed for it, and checking who sent it. */
export type BrowserKeys = { publicKey: Buffer; privateKey: Buffer; auth: Buffer };

export function browserKeys(): BrowserKeys {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return { publicKey: pair.getPublicKey(), privateKey: pair.getPrivateKey(), auth: randomBytes(16) };
}

/** What a page gives to the sender. */
export const publicHalf = ({ publicKey, auth }: BrowserKeys) => ({
  p256dh: publicKey.toString('base64url'),
  auth: auth.toString('base64url'),
});

const hkdf = (key: Buffer, salt: Buffer, [info, size]: [Buffer, number]): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, size));

/** Opens one record of `aes128gcm` (RFC 8188 §2, RFC 8291 §3). Throws when it was not sealed for this browser. */
export function openSealed(body: Buffer, keys: BrowserKeys): string {
  const salt = body.subarray(0, 16);
  const idLength = body.readUInt8(20);
  const theirs = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  if (sealed.length > body.readUInt32BE(16)) throw new Error('more than one record');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(keys.privateKey);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.publicKey, theirs]);
  const shared = hkdf(pair.computeSecret(theirs), keys.auth, [info, 32]);
  const contentKey = hkdf(shared, salt, [Buffer.from('Content-Encoding: aes128gcm\0'), 16]);
  const nonce = hkdf(shared, salt, [Buffer.from('Content-Encoding: nonce\0'), 12]);
  const decipher = createDecipheriv('aes-128-gcm', contentKey, nonce).setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  const end = plain.lastIndexOf(2);
  if (end < 0 || plain.subarray(end + 1).some((byte) => byte !== 0))
    throw new Error('no delimiter of the last record');
  return plain.subarray(0, end).toString('utf8');
}

const json = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString());

/** What is wrong with the proof of the sender (RFC 8292); null when nothing is. */
export function faultOfProof(
  header: string,
  wanted: { sender: string; origin: string; now: number },
): string | null {
  const [, head = '', claims = '', signature = '', key = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+),\s*k=([\w-]+)$/.exec(header) ?? [];
  if (!key) return 'no proof of the sender (RFC 8292 3)';
  if (key !== wanted.sender) return 'another sender than the browser subscribed with (RFC 8292 4.2)';
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
  const signed = Buffer.from(`${head}.${claims}`);
  const signedBy = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
  if (json(head).alg !== 'ES256' || !verify('sha256', signed, signedBy, Buffer.from(signature, 'base64url')))
    return 'a proof that the key did not sign';
  const { aud, exp, sub } = json(claims);
  if (aud !== wanted.origin) return 'a proof for another push service (RFC 8292 2)';
  const left = Number(exp) - wanted.now / 1000;
  if (!(left > 0 && left <= 86_400)) return 'a proof that is over, or holds for more than a day (RFC 8292 2)';
  return /^(mailto:|https:)/.test(String(sub)) ? null : 'no way to reach the sender (RFC 8292 2.1)';
}
