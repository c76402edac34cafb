import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type S3Simulator, startS3 } from '../../../../../simulators/src/s3/index.ts';
import { startTestApp, type TestApp } from '../../../testing/app.ts';
import { foundOrganisation } from '../../people/index.ts';

/** The whole way with files in a bucket: only the setting is another. */
let s3: S3Simulator;
let app: TestApp;
let cookie: string;
const password = 'a password nobody guesses';

beforeAll(async () => {
  s3 = await startS3();
  app = await startTestApp({
    env: {
      ROLES: 'web',
      LOG_LEVEL: 'silent',
      FILES_S3: s3.location,
      S3_ACCESS_KEY: s3.accessKey,
      S3_SECRET_KEY: s3.secretKey,
    },
  });
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
afterAll(async () => {
  await app.stop();
  await s3.stop();
});

type Uploaded = { url: string; thumbnailUrl: string; code?: string };

async function upload(bytes: Uint8Array): Promise<{ status: number; body: Uploaded }> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), 'a.bin');
  const headers = { cookie, 'x-meada-csrf': '1' };
  const answer = await fetch(`${app.url}/api/files`, { method: 'POST', headers, body: form });
  return { status: answer.status, body: (await answer.json()) as Uploaded };
}
const get = (url: string, init: RequestInit = {}) => fetch(new URL(url, app.url), init);
const incoming = () => readdirSync(join(app.dataDir, 'files', '.incoming'));

test('a picture goes up, its thumbnail with it; whole, range and head come down', async () => {
  const bytes = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0f6b5c' } })
    .png()
    .toBuffer();
  const { status, body } = await upload(bytes);
  expect(status).toBe(200);
  expect(s3.objects.size).toBe(2);
  expect(incoming()).toEqual([]);
  expect(Buffer.from(await (await get(body.url)).arrayBuffer())).toEqual(bytes);
  const part = await get(body.url, { headers: { range: 'bytes=10-19' } });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
  expect((await get(body.url, { method: 'HEAD' })).headers.get('content-length')).toBe(String(bytes.length));
  expect((await get(body.thumbnailUrl)).headers.get('content-type')).toBe('image/webp');
  s3.objects.clear();
  expect((await get(body.url)).status).toBe(404);
  expect((await get(body.url, { method: 'HEAD' })).status).toBe(404);
});

test('a store that is busy for a moment is not noticed; one that refuses leaves no row and no file', async () => {
  s3.failNext({ how: 'answer', status: 503, code: 'SlowDown' });
  const { status, body } = await upload(Buffer.from('um texto'));
  expect(status).toBe(200);
  s3.failNext({ how: 'cut' });
  expect(await (await get(body.url)).text()).toBe('um texto');
  s3.denied.add('PUT');
  const refused = await upload(Buffer.from('outro texto'));
  s3.denied.clear();
  // What is wrong with the keys is for the operator's log, not for the caller.
  expect(refused).toMatchObject({ status: 500, body: { code: 'internal' } });
  expect(JSON.stringify(refused.body)).not.toContain('meada-files');
  expect(incoming()).toEqual([]);
});
