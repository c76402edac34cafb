import { createHash, createHmac } from 'node:crypto';

/** Keys of the app and of the account in whose name a request is made. */
export type Keys = { consumerKey: string; consumerSecret: string; token: string; tokenSecret: string };
/** `fields` are the parameters of the query and of a form-encoded body; JSON and multipart bodies are not signed. */
export type Signed = { method: string; url: string; fields?: [string, string][] };

/** Percent-encoding of RFC 3986: everything but letters, digits, `-._~` (RFC 5849 §3.6). */
export const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Method, address without query, and all parameters sorted (RFC 5849 §3.4.1). */
export function baseString(request: Signed, parameters: [string, string][]): string {
  const url = new URL(request.url);
  const all: [string, string][] = [...url.searchParams, ...(request.fields ?? []), ...parameters];
  const pairs = all
    .map(([name, value]): [string, string] => [encoded(name), encoded(value)])
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y));
  const address = `${url.protocol}//${url.host}${url.pathname}`;
  const joined = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  return [request.method.toUpperCase(), address, joined].map(encoded).join('&');
}

/** HMAC-SHA1 in base64 under both secrets (RFC 5849 §3.4.2). */
export const signatureOf = (base: string, keys: Pick<Keys, 'consumerSecret' | 'tokenSecret'>): string =>
  createHmac('sha1', `${encoded(keys.consumerSecret)}&${encoded(keys.tokenSecret)}`)
    .update(base)
    .digest('base64');

/** The Authorization header of a request of OAuth 1.0a (RFC 5849 §3.5.1); `seconds` is Unix time. */
export function authorization(request: Signed, keys: Keys, at: { seconds: number; nonce: string }): string {
  const parameters: [string, string][] = [
    ['oauth_consumer_key', keys.consumerKey],
    ['oauth_nonce', at.nonce],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(at.seconds)],
    ['oauth_token', keys.token],
    ['oauth_version', '1.0'],
  ];
  const signature = signatureOf(baseString(request, parameters), keys);
  const all: [string, string][] = [...parameters, ['oauth_signature', signature]];
  return `OAuth ${all.map(([name, value]) => `${encoded(name)}="${encoded(value)}"`).join(', ')}`;
}

let calls = 0;

/**
 * A nonce no other request of the same second has: made of what is asked, the millisecond and a running number, under
 * the token's secret, so that nobody can foresee it.
 */
export function nonceOf(request: Signed, keys: Keys, at: { now: Date; body: string | Uint8Array }): string {
  calls += 1;
  const body = createHash('sha256').update(at.body).digest('hex');
  return createHmac('sha256', keys.tokenSecret)
    .update([request.method, request.url, at.now.getTime(), calls, process.pid, body].join('\n'))
    .digest('hex')
    .slice(0, 32);
}
