import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { accountOf } from './settings.ts';

/** The header that carries the signature, in lower case. */
export const signatureHeader = 'x-twilio-signature';

/**
 * Signature as Twilio writes it: base64 of HMAC-SHA1 under the Auth Token, over the address called followed by the
 * names and values of all parameters, sorted by name (Security, "Validating Signatures"). A name that comes several
 * times counts with each of its values once.
 */
export function sign(url: string, parameters: Iterable<[string, string]>, authToken: string): string {
  const pairs = [...new Set([...parameters].map(([name, value]) => `${name}\u0000${value}`))].sort();
  const signed = url + pairs.map((pair) => pair.replace('\u0000', '')).join('');
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

/**
 * Checks `X-Twilio-Signature`. A body that is no form is covered by `bodySHA256` in the address, which is signed itself.
 * The platform writes the default port into the address or leaves it out: both count. False without a token.
 */
export function verify(request: RawRequest, settings: Settings): boolean {
  const { authToken } = accountOf(settings);
  const given = request.headers[signatureHeader];
  if (!authToken || !given || !/^[A-Za-z0-9+/]{27}=$/.test(given)) return false;
  const hash = request.query.bodySHA256;
  if (hash !== undefined && !sameHash(hash, request.body)) return false;
  const parameters = hash === undefined ? [...new URLSearchParams(textOf(request.body))] : [];
  return spellings(request.url).some((url) => same(given, sign(url, parameters, authToken)));
}

const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);

const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

function sameHash(given: string, body: Uint8Array): boolean {
  const own = createHash('sha256').update(body).digest('hex');
  return same(given.toLowerCase(), own);
}

/** The address as it stands, without its port and with the protocol's own one. */
function spellings(url: string): string[] {
  const [, start, port = '', rest] = /^(https?:\/\/[^/?#:]+)(:\d+)?(.*)$/s.exec(url) ?? [];
  if (!start) return [url];
  const own = start.startsWith('https') ? ':443' : ':80';
  return [...new Set([url, ...(port === '' ? [`${start}${own}${rest}`] : [`${start}${rest}`])])];
}
