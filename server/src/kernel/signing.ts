import { createHmac, timingSafeEqual } from 'node:crypto';
import { keyObject } from './ids.ts';

/**
 * Standard Webhooks 1.0.0 (standardwebhooks.com), symmetric form: HMAC-SHA256 over `id.timestamp.body`. Pure; used for
 * what we take in and for what we send out.
 */

/** What is signed: `id` stays the same over retries, `at` is the time of this attempt. */
type SignedContent = { id: string; at: Date; body: string | Uint8Array };

/** Seconds a timestamp may be away from our clock, in the past or in the future. */
const toleranceSeconds = 300;

const prefix = 'whsec_';
/** The spec asks for 24 to 64 random bytes; fewer are guessable, and no secret at all is zero bytes. */
const secretBytes = { least: 24, most: 64 };

/**
 * The keys of a secret setting: one `whsec_<base64>`, or several with spaces between them while a secret is being
 * replaced, newest first. Null when one of them is no such secret.
 */
export function signingKeys(secrets: unknown): Buffer[] | null {
  if (typeof secrets !== 'string') return null;
  const known = readSecrets.get(secrets);
  if (known !== undefined) return known;
  if (readSecrets.size >= readAtMost) readSecrets.clear();
  const keys = readKeys(secrets);
  readSecrets.set(secrets, keys);
  return keys;
}

/** Settings come with every request; the same text is read once. */
const readSecrets = new Map<string, Buffer[] | null>();
const readAtMost = 1000;

function readKeys(secrets: string): Buffer[] | null {
  const keys = secrets
    .trim()
    .split(/\s+/)
    .map((secret) => keyOf(secret));
  return keys.every((key) => key !== null) ? keys : null;
}

function keyOf(secret: string): Buffer | null {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length >= secretBytes.least && bytes.length <= secretBytes.most ? bytes : null;
}

/** Headers of a signed request, one signature per key. Throws when the id could be read in two ways. */
export function signedHeaders(keys: readonly Buffer[], content: SignedContent): Record<string, string> {
  if (!isId(content.id)) throw new RangeError('the id of a signed request has no full stop and no spaces');
  const timestamp = String(Math.floor(content.at.getTime() / 1000));
  return {
    'webhook-id': content.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys
      .map((key) => signatureOf(key, content.id, { timestamp, body: content.body }))
      .join(' '),
  };
}

/**
 * Whether a request was signed with one of the keys and its time is within the tolerance of `now`. Header names in
 * lower case. Compared in constant time; signatures of versions we do not know are passed over.
 */
export function verifySigned(
  keys: readonly Buffer[] | null,
  request: { headers: Record<string, string>; body: Uint8Array },
  now: Date,
): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = request.headers;
  const given = signaturesOf(request.headers['webhook-signature']);
  if (!keys || !given || !isId(id) || !/^\d{1,12}$/.test(timestamp)) return false;
  const age = Math.floor(now.getTime() / 1000) - Number(timestamp);
  if (!(Math.abs(age) <= toleranceSeconds)) return false;
  let isRight = false;
  for (const key of keys) {
    const expected = Buffer.from(signatureOf(key, id, { timestamp, body: request.body }));
    for (const signature of given) {
      const bytes = Buffer.from(signature);
      if (bytes.length === expected.length && timingSafeEqual(bytes, expected)) isRight = true;
    }
  }
  return isRight;
}

/** A full stop in the id would let one signature fit two contents (spec, signature scheme). */
const isId = (id: string): boolean => /^[\x21-\x2d\x2f-\x7e]{1,256}$/.test(id);

/** More than one signature comes while a secret is being replaced; a handful is plenty. */
const signaturesAtMost = 10;

function signaturesOf(header: string | undefined): string[] | null {
  const signatures = header?.split(' ') ?? [];
  const wellFormed = signatures.every((one) => /^v\d{1,2}[a-z]?,[A-Za-z0-9+/=]{1,200}$/.test(one));
  return signatures.length > 0 && signatures.length <= signaturesAtMost && wellFormed ? signatures : null;
}

function signatureOf(
  key: Buffer,
  id: string,
  { timestamp, body }: { timestamp: string; body: string | Uint8Array },
): string {
  return `v1,${createHmac('sha256', keyObject(key)).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}
