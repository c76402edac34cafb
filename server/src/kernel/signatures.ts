import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { signedHeaders, signingKeys, verifySigned } from './signing.ts';

/**
 * The ways in which requests from outside are signed, each written once (LESSONS B9): over the bytes as they came, in
 * constant time, never without a secret. A plug-in names its rule and gives its secret; the fuzzed harness beside this file
 * runs over all of them.
 */

/** A request as it came, or as it will go: header names in lower case, `url` as the sender calls it. */
export type SignedRequest = { url: string; headers: Record<string, string>; body: Uint8Array; now?: Date };

export type SignatureRule = {
  /** Headers that sign a request. Throws when the secret is none of this rule's. */
  sign(secret: string, request: Omit<SignedRequest, 'headers'>): Record<string, string>;
  /** Whether the request bears the right signature under the secret; an empty or missing secret never does. */
  verify(secret: string | null | undefined, request: SignedRequest): boolean;
};

/** Equality in constant time, whatever the lengths. */
export function sameText(one: string, other: string): boolean {
  const digest = (value: string) => createHmac('sha256', 'compare').update(value).digest();
  return timingSafeEqual(digest(one), digest(other));
}

type BodyHmac = { header: string; algorithm: 'sha1' | 'sha256'; encoding: 'hex' | 'base64'; prefix?: string };

/** HMAC of the whole body in one header. */
export function bodyHmac({ header, algorithm, encoding, prefix = '' }: BodyHmac): SignatureRule {
  const written = (secret: string, body: Uint8Array): string =>
    prefix + createHmac(algorithm, secret).update(body).digest(encoding);
  return {
    sign: (secret, { body }) => ({ [header]: written(secret, body) }),
    verify: (secret, { headers, body }) => {
      const given = headers[header];
      return Boolean(secret) && typeof given === 'string' && sameText(given, written(secret ?? '', body));
    },
  };
}

/** The secret itself in a header. It covers neither body nor time: for platforms that know no better. */
export const secretHeader = (header: string): SignatureRule => ({
  sign: (secret) => ({ [header]: secret }),
  verify: (secret, { headers }) => {
    const given = headers[header];
    return Boolean(secret) && typeof given === 'string' && sameText(given, secret ?? '');
  },
});

/**
 * HMAC-SHA1 in base64 over the address called, followed by names and values of all form fields sorted by name; a body
 * that is no form is covered by its SHA-256 in the query (`bodySHA256`). A default port in the address counts as none.
 */
export const addressAndFormHmac = (header: string): SignatureRule => ({
  sign: (secret, { url, body }) => ({ [header]: formSignature(secret, url, fieldsOf(url, body)) }),
  verify: (secret, { url, headers, body }) => {
    const given = headers[header];
    if (!secret || typeof given !== 'string' || !/^[A-Za-z0-9+/]{27}=$/.test(given)) return false;
    const hash = hashIn(url);
    if (hash !== null && !sameText(hash.toLowerCase(), createHash('sha256').update(body).digest('hex')))
      return false;
    const fields = fieldsOf(url, body);
    return spellings(url).some((spelt) => sameText(given, formSignature(secret, spelt, fields)));
  },
});

const hashIn = (url: string): string | null => URL.parse(url)?.searchParams.get('bodySHA256') ?? null;

const fieldsOf = (url: string, body: Uint8Array): [string, string][] =>
  hashIn(url) === null ? [...new URLSearchParams(new TextDecoder().decode(body))] : [];

/** A name that comes several times counts with each of its values once. */
function formSignature(secret: string, url: string, fields: readonly [string, string][]): string {
  const pairs = [...new Set(fields.map(([name, value]) => `${name}\u0000${value}`))].sort();
  const signed = url + pairs.map((pair) => pair.replace('\u0000', '')).join('');
  return createHmac('sha1', secret).update(signed, 'utf8').digest('base64');
}

/** The address as it stands, without its port and with the protocol's own one. */
function spellings(url: string): string[] {
  const [, start, port = '', rest] = /^(https?:\/\/[^/?#:]+)(:\d+)?(.*)$/s.exec(url) ?? [];
  if (!start) return [url];
  const own = start.startsWith('https') ? ':443' : ':80';
  if (port === '') return [url, `${start}${own}${rest}`];
  return port === own ? [url, `${start}${rest}`] : [url];
}

/** Standard Webhooks: id, time and body, refused when the time is more than 300 s away. */
export const standardWebhooks: SignatureRule = {
  sign: (secret, { body, now }) => {
    const keys = signingKeys(secret);
    if (!keys || !now) throw new RangeError('a signed webhook needs a key and a time');
    const id = createHash('sha256').update(body).digest('hex').slice(0, 32);
    return signedHeaders(keys, { id, at: now, body });
  },
  verify: (secret, { headers, body, now }) =>
    now !== undefined && verifySigned(signingKeys(secret ?? undefined), { headers, body }, now),
};
