import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type S3Simulator, startS3 } from '../../../../simulators/src/s3/index.ts';
import { type Egress, makeEgress } from '../egress.ts';
import { diskStore } from './disk.ts';
import { pathOf } from './paths.ts';
import { s3Store } from './s3.ts';
import { type FileStore, hashOf } from './store.ts';

/** One suite for both stores, then what only the bucket can do wrong. */
let s3: S3Simulator;
let egress: Egress;
let root: string;
const pausesMs = [5, 10, 20];

beforeAll(async () => {
  s3 = await startS3();
  egress = makeEgress(s3.allow);
  root = mkdtempSync(join(tmpdir(), 'meada-files-'));
});
afterAll(async () => {
  await egress.close();
  await s3.stop();
  rmSync(root, { recursive: true, force: true });
});

const orgId = '0198c1a0-0000-7000-8000-000000000001';
const other = '0198c1a0-0000-7000-8000-000000000002';
const text = (value: string) => Buffer.from(value);
const settings = () => ({ location: s3.location, accessKey: s3.accessKey, secretKey: s3.secretKey });
const bucket = (change: Partial<ReturnType<typeof settings>> = {}) =>
  s3Store({ ...settings(), ...change }, egress, { folder: join(root, 's3'), pausesMs });
const hashesOf = async (store: FileStore, org: string) => {
  const all: string[] = [];
  for await (const { hash } of store.list(org)) all.push(hash.toString('hex'));
  return all.sort();
};
const wholeOf = async (parts: AsyncIterable<Uint8Array> | null) => {
  const all: Uint8Array[] = [];
  for await (const part of parts ?? []) all.push(part);
  return Buffer.concat(all).toString();
};

const stores: [string, { open(): FileStore; folder: string; age(hash: Buffer, at: Date): void }][] = [
  [
    'disk',
    {
      open: () => diskStore(join(root, 'disk')),
      folder: 'disk',
      age: (hash, at) => utimesSync(join(root, 'disk', pathOf(orgId, hash)), at, at),
    },
  ],
  [
    'S3',
    {
      open: () => bucket(),
      folder: 's3',
      age: (hash, at) => {
        const stored = s3.objects.get(pathOf(orgId, hash));
        if (stored) stored.storedAt = at;
      },
    },
  ],
];

describe.each(stores)('a file store on %s', (_name, { open, folder, age }) => {
  const incoming = () => readdirSync(join(root, folder, '.incoming'));

  it('keeps bytes by their hash and gives them back, whole and in part', async () => {
    const store = open();
    const hash = await store.put(orgId, text('0123456789'));
    expect(hash).toEqual(hashOf(text('0123456789')));
    expect(await store.put(orgId, text('0123456789'))).toEqual(hash);
    expect(Buffer.from((await store.get(orgId, hash)) ?? []).toString()).toBe('0123456789');
    expect(await wholeOf(await store.open(orgId, hash))).toBe('0123456789');
    expect(await wholeOf(await store.open(orgId, hash, { from: 2, to: 4 }))).toBe('234');
    expect(await wholeOf(await store.open(orgId, hash, { from: 9, to: 9 }))).toBe('9');
    expect(await store.has(orgId, hash)).toBe(true);
  });

  it("one organisation's file is not there for another", async () => {
    const store = open();
    const hash = await store.put(orgId, text('mine'));
    expect(await store.get(other, hash)).toBeNull();
    expect(await store.open(other, hash)).toBeNull();
    expect(await store.has(other, hash)).toBe(false);
    await store.remove(other, hash);
    expect(await store.has(orgId, hash)).toBe(true);
    await store.remove(orgId, hash);
    expect(await store.get(orgId, hash)).toBeNull();
    await store.remove(orgId, hash);
  });

  it('what comes in is hashed on the way; kept or dropped, no temporary file is left', async () => {
    const store = open();
    const received = await store.receive([text('01234'), text('56789')]);
    expect(received).toMatchObject({ size: 10, hash: hashOf(text('0123456789')) });
    expect(incoming()).toHaveLength(1);
    await store.keep(orgId, received);
    expect(incoming()).toEqual([]);
    expect(await wholeOf(await store.open(orgId, received.hash))).toBe('0123456789');
    await (await store.receive([text('unwanted')])).drop();
    expect(incoming()).toEqual([]);
    expect(await store.has(orgId, hashOf(text('unwanted')))).toBe(false);
  });

  it('a source that breaks off leaves nothing', async () => {
    const store = open();
    const broken = async function* () {
      yield text('half');
      throw new Error('cut');
    };
    // Again and again: what is opened by another thread may come after it was removed.
    for (let n = 0; n < 300; n += 1) await expect(store.receive(broken())).rejects.toThrow('cut');
    expect(incoming()).toEqual([]);
  });

  it('lists what an organisation has, over more than a page', async () => {
    const store = open();
    const org = '0198c1a0-0000-7000-8000-0000000000aa';
    const count = folder === 's3' ? 1003 : 40;
    const wanted: string[] = [];
    for (let n = 0; n < count; n += 1) wanted.push((await store.put(org, text(`file ${n}`))).toString('hex'));
    expect(await hashesOf(store, org)).toEqual(wanted.sort());
    expect(await hashesOf(store, '0198c1a0-0000-7000-8000-0000000000bb')).toEqual([]);
  }, 30_000);

  it('removes only what is older, and what is stored again is not', async () => {
    const store = open();
    const hash = await store.put(orgId, text('old'));
    const at = new Date('2026-03-01T00:00:00Z');
    const later = new Date('2026-03-02T00:00:00Z');
    expect(await store.removeOlder(orgId, hash, at)).toBe(false);
    expect(await store.has(orgId, hash)).toBe(true);
    age(hash, at);
    await store.put(orgId, text('old'));
    expect(await store.removeOlder(orgId, hash, later)).toBe(false);
    age(hash, at);
    expect(await store.removeOlder(orgId, hash, later)).toBe(true);
    expect(await store.has(orgId, hash)).toBe(false);
    expect(await store.removeOlder(orgId, hash, later)).toBe(false);
  });

  it('temporary files of killed processes go when they are old', async () => {
    const store = open();
    const received = await store.receive([text('left over')]);
    expect(await store.dropReceived(new Date('2020-01-01T00:00:00Z'))).toBe(0);
    utimesSync(received.path, new Date('2026-03-01'), new Date('2026-03-01'));
    expect(await store.dropReceived(new Date('2026-03-02T00:00:00Z'))).toBe(1);
    expect(incoming()).toEqual([]);
  });
});

describe('a bucket that does not answer as it should', () => {
  let hash: Buffer;
  beforeEach(async () => {
    hash = await bucket().put(orgId, text('0123456789'));
    s3.calls.length = 0;
  });

  it('busy, broken and cut off: tried again with pauses', async () => {
    const store = bucket();
    s3.failNext({ how: 'answer', status: 503, code: 'SlowDown' }, 2);
    expect(await wholeOf(await store.open(orgId, hash))).toBe('0123456789');
    expect(s3.calls).toHaveLength(3);
    s3.failNext({ how: 'answer', status: 500, code: 'InternalError' });
    s3.failNext({ how: 'cut' });
    const received = await store.receive([text('streamed again for every try')]);
    await store.keep(orgId, received);
    expect(await store.has(orgId, received.hash)).toBe(true);
    s3.failNext({ how: 'cut', after: 4 });
    expect(Buffer.from((await store.get(orgId, hash)) ?? []).toString()).toBe('0123456789');
    s3.failNext({ how: 'delay', ms: 50 });
    expect(await store.has(orgId, hash)).toBe(true);
  });

  it('an answer cut off while it streams is an error and no shorter file', async () => {
    s3.failNext({ how: 'cut', after: 4 });
    await expect(bucket().open(orgId, hash).then(wholeOf)).rejects.toThrow();
  });

  it('busy for good: unavailable, and the temporary file is gone', async () => {
    const store = bucket();
    s3.failNext({ how: 'answer', status: 503, code: 'SlowDown' }, 4);
    const received = await store.receive([text('never')]);
    await expect(store.keep(orgId, received)).rejects.toMatchObject({ code: 'unavailable', retryAfter: 5 });
    expect(readdirSync(join(root, 's3', '.incoming'))).toEqual([]);
    expect(s3.calls).toHaveLength(4);
    expect(await store.has(orgId, received.hash)).toBe(false);
  });

  it('keys, rights, bucket, region: one call and a sentence that says which', async () => {
    const wrong: [Partial<ReturnType<typeof settings>>, RegExp][] = [
      [{ secretKey: 'another' }, /SignatureDoesNotMatch\): S3_SECRET_KEY/],
      [{ accessKey: 'another' }, /InvalidAccessKeyId\): S3_ACCESS_KEY/],
      [{ location: s3.location.replace('meada-files', 'another') }, /bucket another.*NoSuchBucket/],
      [{ location: s3.location.replace('sa-east-1', 'eu-west-1') }, /region in FILES_S3/],
    ];
    for (const [change, sentence] of wrong) {
      s3.calls.length = 0;
      await expect(bucket(change).get(orgId, hash)).rejects.toThrow(sentence);
      await expect(bucket(change).put(orgId, text('x'))).rejects.toThrow(sentence);
      expect(s3.calls).toHaveLength(2);
    }
    s3.denied.add('PUT');
    await expect(bucket().put(orgId, text('x'))).rejects.toThrow(/AccessDenied\): the key may not/);
    s3.denied.clear();
    await expect(bucket({ secretKey: 'another' }).has(orgId, hash)).rejects.toThrow(/403/);
  });

  it('lesson 30: an address that is not public is not called unless the operator allows it', async () => {
    const fenced = makeEgress([]);
    const store = s3Store(settings(), fenced, { folder: join(root, 's3'), pausesMs });
    await expect(store.get(orgId, hash)).rejects.toMatchObject({ code: 'refused' });
    expect(s3.calls).toEqual([]);
    await fenced.close();
  });
});
