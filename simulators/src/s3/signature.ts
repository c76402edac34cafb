import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** AWS Signature Version 4 in the Authorization header, as the S3 documentation describes it for whoever verifies. */
export type Keys = { accessKey: string; secretKey: string; region: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const form =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/;
const skewMs = 15 * 60_000;

/** The error code of a request that is not signed as it must be, or null. */
export function wrongSignature(request: IncomingMessage, keys: Keys, now: Date): string | null {
  const [, key, day = '', region, names = '', given = ''] =
    form.exec(request.headers.authorization ?? '') ?? [];
  const stamp = headerOf(request, 'x-amz-date');
  if (!key || !stamp.startsWith(day)) return 'AccessDenied';
  if (key !== keys.accessKey) return 'InvalidAccessKeyId';
  if (region !== keys.region) return 'AuthorizationHeaderMalformed';
  const signed = names.split(';');
  const needed = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  if (needed.some((name) => !signed.includes(name))) return 'AccessDenied';
  const at = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(now.getTime() - at) <= skewMs)) return 'RequestTimeTooSkewed';
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonicalOf(request, signed))].join('\n');
  const parts = [day, keys.region, 's3', 'aws4_request'];
  const derived = parts.reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${keys.secretKey}`);
  const isRight = timingSafeEqual(hmac(derived, text), Buffer.from(given, 'hex'));
  return isRight ? null : 'SignatureDoesNotMatch';
}

export function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/\s+/g, ' ');
}

function canonicalOf(request: IncomingMessage, signed: readonly string[]): string {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  return [
    request.method,
    encodePath(decodeURIComponent(path)),
    sortedQuery(query),
    ...signed.map((name) => `${name}:${headerOf(request, name)}`),
    '',
    signed.join(';'),
    headerOf(request, 'x-amz-content-sha256'),
  ].join('\n');
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
const encodePath = (path: string): string => path.split('/').map(encode).join('/');

const sortedQuery = (query: string): string =>
  [...new URLSearchParams(query)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
