import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import type { Config } from '../config.ts';
import type { Egress, EgressResponse } from '../egress.ts';
import { Failure } from '../errors.ts';

/** What the bucket refuses for good; its message is one sentence an operator understands. */
class S3Error extends Error {}

export type S3Call = {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Key within the bucket; none for the bucket itself. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** A new stream for every try. */
  body?: { hash: Buffer; size: number; open(): Readable | Uint8Array };
};

/** Pauses between tries, milliseconds. */
const pausesMs: readonly number[] = [200, 800, 3200];
const timeoutMs = 60_000;
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

export type S3 = {
  /** Calls until there is an answer that counts; null for 404. `read` takes it, within the same try. */
  call<T>(call: S3Call, read: (answer: EgressResponse) => Promise<T>): Promise<T | null>;
};

/**
 * Signed calls (AWS Signature Version 4, the body's hash signed too) to a bucket addressed by path. What may pass by
 * itself (429, 5xx, a cut connection, no answer) is tried again with growing pauses, then `unavailable`; what will not
 * (keys, rights, bucket) is an `S3Error` at once.
 */
export function s3Bucket(s3: NonNullable<Config['s3']>, egress: Egress, pauses = pausesMs): S3 {
  const place = placeOf(s3, egress);
  return {
    call: async (call, read) => {
      for (let tries = 0; ; tries += 1) {
        const result = await tryOnce(place, call, read);
        if ('value' in result) return result.value;
        const ms = pauses[tries];
        if (ms === undefined) {
          const text = `The file store does not answer as it should (${result.again.slice(0, 200)}).`;
          throw new Failure('unavailable', text, { retryAfter: 5 });
        }
        await pause(ms);
      }
    },
  };
}

type Place = { address: string; bucket: string; signer: AwsClient; egress: Egress };

function placeOf(s3: NonNullable<Config['s3']>, egress: Egress): Place {
  const location = new URL(s3.location);
  const region = location.searchParams.get('region') ?? 'us-east-1';
  const endpoint = location.searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`;
  const bucket = location.hostname;
  const { accessKey: accessKeyId, secretKey: secretAccessKey } = s3;
  const signer = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' });
  return { address: `${endpoint.replace(/\/+$/, '')}/${bucket}`, bucket, signer, egress };
}

async function send(place: Place, call: S3Call): Promise<EgressResponse> {
  const { method, body } = call;
  const url = new URL(call.key ? `${place.address}/${call.key}` : place.address);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const signed = await place.signer.sign(url.href, {
    method,
    headers: { ...call.headers, 'x-amz-content-sha256': body?.hash.toString('hex') ?? emptyHash },
  });
  const headers = Object.fromEntries(signed.headers.entries());
  if (body) headers['content-length'] = String(body.size);
  const options = { method, headers, redirects: 0, timeoutMs, isLong: true };
  return place.egress.fetch(url.href, { ...options, body: body?.open() });
}

async function tryOnce<T>(
  place: Place,
  call: S3Call,
  read: (answer: EgressResponse) => Promise<T>,
): Promise<{ value: T | null } | { again: string }> {
  try {
    const answer = await send(place, call);
    if (answer.status < 300) return { value: await read(answer) };
    const code = await codeOf(answer);
    if (answer.status === 404 && code !== 'NoSuchBucket') return { value: null };
    if (isPassing(answer.status, code)) return { again: `${answer.status} ${code}` };
    throw new S3Error(sentenceFor(answer.status, code, place.bucket));
  } catch (error) {
    if (error instanceof S3Error || (error instanceof Failure && error.code === 'refused')) throw error;
    return { again: error instanceof Error ? error.message : String(error) };
  }
}

const isPassing = (status: number, code: string): boolean =>
  status === 429 || status >= 500 || code === 'RequestTimeout' || code === 'SlowDown';

/** The `<Code>` of an error document; answers to HEAD have none. */
async function codeOf(answer: EgressResponse): Promise<string> {
  const bytes = await answer.bytes();
  const text = Buffer.from(bytes).toString('utf8').slice(0, 4000);
  return /<Code>(\w{1,80})<\/Code>/.exec(text)?.[1] ?? '';
}

const sentences: Record<string, string> = {
  InvalidAccessKeyId: 'S3_ACCESS_KEY is not known there.',
  SignatureDoesNotMatch: 'S3_SECRET_KEY is not the secret of that S3_ACCESS_KEY.',
  AccessDenied: 'the key may not use the bucket (it needs to list, read, write and delete objects).',
  NoSuchBucket: 'there is no such bucket; FILES_S3 names it.',
  RequestTimeTooSkewed: "this machine's clock is wrong by more than 15 minutes.",
  AuthorizationHeaderMalformed: 'the region in FILES_S3 is another than the bucket’s.',
  PermanentRedirect: 'the bucket is in another region than FILES_S3 says.',
};

function sentenceFor(status: number, code: string, bucket: string): string {
  const known = sentences[code] ?? (status === 403 ? sentences.AccessDenied : undefined);
  return `The file store refuses the bucket ${bucket} (${status} ${code || 'without a code'})${known ? `: ${known}` : '.'}`;
}
