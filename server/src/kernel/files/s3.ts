import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Egress } from '../egress.ts';
import { dropOlder, receiveInto } from './incoming.ts';
import { hashIn, hashOf, pathOf } from './paths.ts';
import { type S3, s3Bucket } from './s3-call.ts';
import type { FileStore, StoredObject } from './store.ts';

type Options = {
  /** Of this machine, for what is coming in. */
  folder: string;
  /** Pauses between tries, milliseconds. */
  pausesMs?: readonly number[];
};

/**
 * Files in an S3-compatible bucket. What comes in lies on this machine until it is whole: its hash and length are
 * signed before the first byte goes out.
 */
export function s3Store(s3: NonNullable<Config['s3']>, egress: Egress, options: Options): FileStore {
  const incoming = join(options.folder, '.incoming');
  const bucket = s3Bucket(s3, egress, options.pausesMs);
  const putBody = async (orgId: string, body: NonNullable<Parameters<S3['call']>[0]['body']>) => {
    const call = { method: 'PUT', key: pathOf(orgId, body.hash), body } as const;
    const done = await bucket.call(call, async (answer) => (await answer.bytes()) !== null);
    if (done === null) throw new Error('the bucket of the file store is not there');
  };
  return {
    receive: (source) => receiveInto(incoming, source),
    keep: async (orgId, { path, hash, size, drop }) => {
      await putBody(orgId, { hash, size, open: () => createReadStream(path) }).finally(drop);
    },
    put: async (orgId, bytes) => {
      const hash = hashOf(bytes);
      await putBody(orgId, { hash, size: bytes.length, open: () => bytes });
      return hash;
    },
    get: (orgId, hash) =>
      bucket.call({ method: 'GET', key: pathOf(orgId, hash) }, (answer) => allOf(answer.stream())),
    open: (orgId, hash, range) => {
      const headers = range ? { range: `bytes=${range.from}-${range.to}` } : undefined;
      return bucket.call({ method: 'GET', key: pathOf(orgId, hash), headers }, async (answer) => {
        const body = answer.stream();
        if (!range || answer.status === 206) return body;
        body.destroy();
        throw new Error('the file store answered a range with the whole');
      });
    },
    has: async (orgId, hash) => (await datedOf(bucket, pathOf(orgId, hash))) !== null,
    remove: async (orgId, hash) => {
      await bucket.call({ method: 'DELETE', key: pathOf(orgId, hash) }, (answer) => answer.bytes());
    },
    list: (orgId) => listBucket(bucket, orgId),
    // Asked again just before: S3 has no way to remove only what is old. What is stored anew in between is the
    // milliseconds of one call, by an upload of the same bytes as an object nobody has had for a day.
    removeOlder: async (orgId, hash, before) => {
      const key = pathOf(orgId, hash);
      const stored = await datedOf(bucket, key);
      if (!stored || stored >= before) return false;
      await bucket.call({ method: 'DELETE', key }, (answer) => answer.bytes());
      return true;
    },
    dropReceived: (before) => dropOlder(incoming, before),
  };
}

async function allOf(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

/** When an object was stored, or null when it is not there. */
const datedOf = (bucket: S3, key: string): Promise<Date | null> =>
  bucket.call({ method: 'HEAD', key }, async (answer) => {
    await answer.bytes();
    return new Date(answer.headers['last-modified'] ?? 0);
  });

const pageSize = 1000;

/** One page of a bucket's list; our keys need no escaping in XML. Also what `doctor` asks. */
export async function listPage(
  bucket: S3,
  query: { prefix: string; after: string; size: number },
): Promise<{ key: string; storedAt: Date }[]> {
  const text = await bucket.call(
    {
      method: 'GET',
      query: {
        'list-type': '2',
        prefix: query.prefix,
        'max-keys': String(query.size),
        ...(query.after ? { 'start-after': query.after } : {}),
      },
    },
    async (answer) => Buffer.from(await answer.bytes()).toString('utf8'),
  );
  if (text === null) throw new Error('the bucket of the file store is not there');
  return [...text.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, entry = '']) => ({
    key: /<Key>([^<]*)<\/Key>/.exec(entry)?.[1] ?? '',
    storedAt: new Date(/<LastModified>([^<]*)<\/LastModified>/.exec(entry)?.[1] ?? 0),
  }));
}

async function* listBucket(bucket: S3, orgId: string): AsyncGenerator<StoredObject> {
  for (let after = ''; ; ) {
    const page = await listPage(bucket, { prefix: `${orgId}/`, after, size: pageSize });
    for (const { key, storedAt } of page) {
      const hash = hashIn(key.slice(key.lastIndexOf('/') + 1));
      if (hash) yield { hash, storedAt };
    }
    after = page.at(-1)?.key ?? '';
    if (page.length < pageSize || !after) return;
  }
}
