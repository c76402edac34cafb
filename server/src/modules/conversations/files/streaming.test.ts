import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { soon } from '../../../kernel/testing/patience.ts';
import { startTestApp, type TestApp } from '../../../testing/app.ts';
import { foundOrganisation } from '../../people/index.ts';

/** A large file goes through the server piece by piece, and one that breaks off leaves nothing. */
let app: TestApp;
let cookie: string;
const password = 'a password nobody guesses';

beforeAll(async () => {
  app = await startTestApp({ env: { ROLES: 'web' } });
  const owner = { name: 'Dona', email: 'dona@loja.example', password };
  await foundOrganisation(app.kernel, { organisation: { name: 'Loja' }, owner });
  const answer = await fetch(`${app.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-meada-csrf': '1' },
    body: JSON.stringify({ email: owner.email, password }),
  });
  cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
});
afterAll(() => app.stop());

const megabyte = 1024 * 1024;
const boundary = 'meada-test-boundary';
const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="big.bin"\r\n\r\n`;
const tail = `\r\n--${boundary}--\r\n`;

/** Pieces as they are made, none of them kept. */
function* pieces(count: number): Generator<Buffer> {
  for (let n = 0; n < count; n += 1) yield Buffer.alloc(64 * 1024, n % 251);
}

function* body(count: number): Generator<Buffer> {
  yield Buffer.from(head);
  yield* pieces(count);
  yield Buffer.from(tail);
}

const post = () =>
  request(`${app.url}/api/files`, {
    method: 'POST',
    headers: { cookie, 'x-meada-csrf': '1', 'content-type': `multipart/form-data; boundary=${boundary}` },
  });

async function upload(count: number): Promise<{ status: number; url: string; size: number }> {
  const call = post();
  const answered = new Promise<IncomingMessage>((resolve) => call.once('response', resolve));
  await pipeline(Readable.from(body(count)), call);
  const answer = await answered;
  const text = Buffer.concat(await answer.toArray()).toString('utf8');
  return { status: answer.statusCode ?? 0, ...JSON.parse(text) };
}

/** The most that buffers and heap held above the beginning while `work` ran, in megabytes. */
async function peakOf(work: () => Promise<void>): Promise<number> {
  const held = (): number => {
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    return (arrayBuffers + heapUsed) / megabyte;
  };
  const start = held();
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, held() - start);
  }, 5);
  await work().finally(() => clearInterval(watch));
  return peak;
}

const incoming = (): string[] => {
  try {
    return readdirSync(join(app.dataDir, 'files', '.incoming'));
  } catch {
    return [];
  }
};

test('100 MB go up and down without lying in memory', async () => {
  const pieceCount = 1599; // of 64 KiB: just below 100 MiB, the limit
  const wanted = createHash('sha256');
  for (const piece of pieces(pieceCount)) wanted.update(piece);
  let url = '';
  const up = await peakOf(async () => {
    const made = await upload(pieceCount);
    expect(made).toMatchObject({ status: 200, size: pieceCount * 64 * 1024 });
    url = made.url;
  });
  const got = createHash('sha256');
  const down = await peakOf(async () => {
    const answer = await fetch(new URL(url, app.url));
    expect(answer.headers.get('content-length')).toBe(String(pieceCount * 64 * 1024));
    for await (const piece of answer.body ?? []) got.update(piece);
  });
  expect(got.digest('hex')).toBe(wanted.digest('hex'));
  if (process.env.MEADA_MEASURE) console.log(JSON.stringify({ up, down }));
  // The client is in this process, too, and what is not collected yet counts; the file alone would be 100.
  expect(up).toBeLessThan(90);
  expect(down).toBeLessThan(90);
  expect(incoming()).toEqual([]);
}, 60_000);

test('a range is read from where it is, and its end', async () => {
  const made = await upload(160);
  const from = 5 * megabyte + 3;
  const answer = await fetch(new URL(made.url, app.url), { headers: { range: `bytes=${from}-${from + 9}` } });
  expect(answer.status).toBe(206);
  expect(answer.headers.get('content-length')).toBe('10');
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.alloc(10, 80));
});

test('HEAD, several ranges, If-Range and If-None-Match as RFC 9110 says', async () => {
  const made = await upload(2);
  const size = 2 * 64 * 1024;
  const ask = (headers: Record<string, string>, method = 'GET') =>
    fetch(new URL(made.url, app.url), { headers, method });
  const told = await ask({}, 'HEAD');
  expect(told.status).toBe(200);
  expect(told.headers.get('content-length')).toBe(String(size));
  expect(await told.text()).toBe('');
  const etag = told.headers.get('etag') ?? '';
  const statusOf = async (headers: Record<string, string>) => {
    const answer = await ask(headers);
    return [answer.status, (await answer.arrayBuffer()).byteLength];
  };
  expect(await statusOf({ range: 'bytes=0-1,4-5' })).toEqual([200, size]);
  expect(await statusOf({ range: 'bytes=0-1', 'if-range': etag })).toEqual([206, 2]);
  expect(await statusOf({ range: 'bytes=0-1', 'if-range': '"another"' })).toEqual([200, size]);
  expect(await statusOf({ range: `bytes=${size}-` })).toEqual([416, 0]);
  expect(await statusOf({ 'if-none-match': `"another", W/${etag}` })).toEqual([304, 0]);
  expect(await statusOf({ 'if-none-match': '"another"' })).toEqual([200, size]);
});

test('an upload that is cut off, is too large or has no sender leaves nothing', async () => {
  const before = await rowCount();
  const call = post();
  call.on('error', () => {});
  call.write(head);
  for (const piece of pieces(20)) call.write(piece);
  await vi.waitFor(() => expect(incoming()).toHaveLength(1), soon);
  call.destroy();
  await vi.waitFor(() => expect(incoming()).toEqual([]), soon);
  expect((await upload(1601)).status).toBe(413);
  expect(incoming()).toEqual([]);
  expect(await rowCount()).toEqual(before);
}, 30_000);

test.runIf(existsSync('/proc/self/fd'))('a download that is cut off holds no file open', async () => {
  const made = await upload(800);
  await new Promise<void>((resolve) => {
    const call = request(new URL(made.url, app.url), (answer) => {
      answer.once('data', () => call.destroy());
      answer.on('error', () => {});
      answer.once('close', resolve);
    });
    call.on('error', () => {}).end();
  });
  const open = (): string[] =>
    readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)];
      } catch {
        return [];
      }
    });
  await vi.waitFor(() => expect(open().filter((path) => path.startsWith(app.dataDir))).toEqual([]), soon);
});

const rowCount = (): Promise<unknown> =>
  app.kernel.database.asSystem(async (db) => {
    const orgs = await db.selectFrom('organisations').select('id').execute();
    const [org] = orgs;
    if (!org) return 0;
    return app.kernel.database.inOrg(org.id, async (inside) =>
      inside
        .selectFrom('files')
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirst(),
    );
  });
