import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileExpiry, fileUrl } from '../../../kernel/files/address.ts';
import { startTestApp, type TestApp } from '../../../testing/app.ts';
import { foundOrganisation } from '../../people/index.ts';
import { rangeOf } from './range.ts';
import { sniff } from './sniff.ts';

let app: TestApp;
let orgId: string;
let cookie: string;
const password = 'a password nobody guesses';

beforeAll(async () => {
  app = await startTestApp({ env: { ROLES: 'web' } });
  const made = await foundOrganisation(app.kernel, {
    organisation: { name: 'Loja' },
    owner: { name: 'Dona', email: 'dona@loja.example', password },
  });
  orgId = made.orgId;
  const answer = await fetch(`${app.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-meada-csrf': '1' },
    body: JSON.stringify({ email: 'dona@loja.example', password }),
  });
  cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
});
afterAll(() => app.stop());

type Uploaded = {
  id: string;
  url: string;
  thumbnailUrl: string | null;
  name: string;
  type: string;
  kind: string;
  code?: string;
};

async function upload(
  bytes: Uint8Array,
  name: string,
  type: string,
): Promise<{ status: number; body: Uploaded }> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)], { type }), name);
  const answer = await fetch(`${app.url}/api/files`, {
    method: 'POST',
    headers: { cookie, 'x-meada-csrf': '1' },
    body: form,
  });
  return { status: answer.status, body: (await answer.json()) as Uploaded };
}
const get = (url: string, headers: Record<string, string> = {}) => fetch(new URL(url, app.url), { headers });
const bytesOf = (text: string) => new TextEncoder().encode(text);
const picture = () =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: '#0f6b5c' } })
    .png()
    .toBuffer();

test('LESSONS 3, 19, 21, 22, 23: SVG, HTML and scripts are never shown, whatever they are called', async () => {
  const hostile: [string, string, string][] = [
    ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'logo.png', 'image/png'],
    ['<!doctype html><script>alert(1)</script>', 'a.pdf', 'application/pdf'],
    ['<html><body onload=alert(1)>', '.htaccess', 'text/html'],
    ['GIF89a/*<svg onload=alert(1)>*/=1;alert(1)', 'polyglot.gif', 'image/gif'],
    ['alert(1)', 'x.js', 'text/javascript'],
    ['<?php echo 1;', 'x.pht', 'image/jpeg'],
  ];
  for (const [text, name, type] of hostile) {
    const { status, body } = await upload(bytesOf(text), name, type);
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: 'document', thumbnailUrl: null });
    const answer = await get(body.url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox;/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).toBe(text);
  }
});

test('a picture is shown inline with a thumbnail; a name with a path, quotes and bidi marks is only a name', async () => {
  const { body } = await upload(await picture(), '../../etc/"passwd\u202egnp.exe', 'text/html');
  expect(body).toMatchObject({ kind: 'image', type: 'image/png', width: 900, height: 600 });
  expect(body.name).not.toMatch(/[/\\\u202e]/);
  const whole = await get(body.url);
  expect(whole.headers.get('content-type')).toBe('image/png');
  expect(whole.headers.get('content-disposition')).toMatch(
    /^inline; filename="[\w .,()-]+"; filename\*=UTF-8''/,
  );
  const thumbnail = await get(body.thumbnailUrl ?? '');
  expect(thumbnail.headers.get('content-type')).toBe('image/webp');
  expect((await sharp(Buffer.from(await thumbnail.arrayBuffer())).metadata()).width).toBe(480);
  const known = await get(body.url, { 'if-none-match': whole.headers.get('etag') ?? '' });
  expect(known.status).toBe(304);
});

test('ranges are answered', async () => {
  const { body } = await upload(bytesOf('0123456789'), 'a.txt', 'text/plain');
  const part = await get(body.url, { range: 'bytes=2-4' });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe('bytes 2-4/10');
  expect(await part.text()).toBe('234');
  expect((await get(body.url, { range: 'bytes=10-' })).status).toBe(416);
  expect(rangeOf('bytes=-3', 10)).toEqual({ from: 7, to: 9 });
  expect(rangeOf('bytes=0-', 10)).toEqual({ from: 0, to: 9 });
  expect(rangeOf('bytes=5-2', 10)).toBeNull();
  expect(rangeOf('bytes=0-1,3-4', 10)).toBeNull();
  expect(rangeOf('bytes=-0', 10)).toBe('unsatisfiable');
});

test('LESSONS 33, 34, 65: an address is for one file and one variant of one organisation, and ends', async () => {
  const { body } = await upload(await picture(), 'a.png', 'image/png');
  const other = await upload(bytesOf('outro'), 'b.txt', 'text/plain');
  const ok = new URL(body.url, app.url);
  const changed = (change: (url: URL) => void): string => {
    const url = new URL(ok);
    change(url);
    return url.href;
  };
  const soon = fileExpiry(new Date());
  const past = Math.floor(Date.now() / 1000) - 1;
  const ref = { orgId, attachmentId: body.id, variant: 'original' as const };
  const wrong = [
    changed((url) => {
      url.pathname = `/files/${other.body.id}`;
    }),
    changed((url) => {
      url.pathname = `/files/${randomUUID()}`;
    }),
    changed((url) => {
      url.pathname = '/files/..%2f..%2fetc%2fpasswd';
    }),
    changed((url) => url.searchParams.set('v', 't')),
    changed((url) => url.searchParams.set('o', randomUUID())),
    changed((url) => url.searchParams.set('e', String(soon + 3600))),
    changed((url) => url.searchParams.set('s', '')),
    changed((url) => url.searchParams.set('s', 'A'.repeat(22))),
    changed((url) => url.searchParams.append('s', 'x')),
    changed((url) => {
      url.search = '';
    }),
    fileUrl(app.kernel, ref, past),
  ];
  for (const url of wrong) expect({ url, status: (await get(url)).status }).toEqual({ url, status: 404 });
  expect((await get(fileUrl(app.kernel, ref, soon))).status).toBe(200);
  expect(Buffer.from(ok.searchParams.get('s') ?? '', 'base64url')).toHaveLength(16);
});

test('what is no upload is refused', async () => {
  const post = (body: string | FormData, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/api/files`, {
      method: 'POST',
      headers: { cookie, 'x-meada-csrf': '1', ...headers },
      body,
    });
  expect((await post('{}', { 'content-type': 'application/json' })).status).toBe(415);
  const empty = new FormData();
  empty.set('file', new Blob([]), 'a.txt');
  expect((await post(empty)).status).toBe(400);
  const elsewhere = new FormData();
  elsewhere.set('other', new Blob(['x']), 'a.txt');
  expect((await post(elsewhere)).status).toBe(400);
  const anonymous = new FormData();
  anonymous.set('file', new Blob(['x']), 'a.txt');
  const refused = await fetch(`${app.url}/api/files`, { method: 'POST', body: anonymous });
  expect(refused.status).toBe(401);
  const large = new FormData();
  large.set('file', new Blob([new Uint8Array(100 * 1024 * 1024 + 1)]), 'big.bin');
  expect((await post(large)).status).toBe(413);
});

test('bytes say what a file is', async () => {
  const kinds: [Uint8Array, string, string][] = [
    [bytesOf('a;b\n1;2'), 'text/plain', 'document'],
    [new Uint8Array([0, 1, 2, 3]), 'application/octet-stream', 'document'],
    [bytesOf('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'application/pdf', 'document'],
    [bytesOf('OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead'), 'audio/ogg', 'audio'],
  ];
  for (const [bytes, type, kind] of kinds) expect(await sniff(bytes)).toMatchObject({ type, kind });
});
