import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codingOf } from './kernel/http/answer.ts';
import { type House, openHouse, password } from './modules/people/testing.ts';
import type { Browser } from './modules/people/testing-browser.ts';

/** Answers of the API travel compressed where that is worth it and gives nothing away. */
let house: House;
let browser: Browser;
let key: string;
beforeAll(async () => {
  house = await openHouse();
  ({ browser } = await house.found('Alfa'));
  for (let n = 0; n < 20; n += 1) {
    const text = `Bom dia! Seu pedido ${n} saiu para entrega e chega hoje até as 18 horas.`;
    await browser.ok('POST', '/api/canned', { shortcut: `saiu-${n}`, title: `Saiu ${n}`, text });
  }
  const made = await browser.ok('POST', '/api/keys', { name: 'Loja', scopes: ['canned.read'] });
  key = made.secret;
});
afterAll(() => house.close());

type Raw = { status: number; headers: Record<string, unknown>; body: Buffer };

/** As it is on the wire: fetch would take it apart. */
function ask(path: string, headers: Record<string, string>, method = 'GET'): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const call = request(house.url + path, { method, headers }, (answer) => {
      void answer.toArray().then((parts) => {
        const { statusCode: status = 0, headers } = answer;
        resolve({ status, headers, body: Buffer.concat(parts) });
      });
    });
    call.on('error', reject).end();
  });
}
const cookie = () => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const own = () => ({ cookie: cookie(), 'sec-fetch-site': 'same-origin' });

it('a long answer comes in br or gzip, as asked, and says the same', async () => {
  const plain = await ask('/api/canned', { cookie: cookie() });
  expect(plain.headers['content-encoding']).toBeUndefined();
  const br = await ask('/api/canned', { ...own(), 'accept-encoding': 'gzip, deflate, br' });
  expect(br.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(br.body.length),
    'cache-control': 'no-store',
    vary: expect.stringContaining('accept-encoding'),
  });
  expect(brotliDecompressSync(br.body)).toEqual(plain.body);
  const zipped = await ask('/api/canned', { ...own(), 'accept-encoding': 'gzip;q=0.8, br;q=0' });
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(zipped.body)).toEqual(plain.body);
  expect(br.body.length * 4).toBeLessThan(plain.body.length);
  const head = await ask('/api/canned', { ...own(), 'accept-encoding': 'br' }, 'HEAD');
  expect(head).toMatchObject({ status: 200, headers: { 'content-encoding': 'br' }, body: Buffer.alloc(0) });
});

it('short answers, errors and callers who ask for none get none', async () => {
  const wanted = { ...own(), 'accept-encoding': 'br' };
  for (const path of ['/health', '/api/nothing', '/api/keys/0198c1a0-0000-7000-8000-000000000000'])
    expect((await ask(path, wanted)).headers['content-encoding'], path).toBeUndefined();
  for (const accepted of ['', 'identity', 'br;q=0', 'deflate', '*'])
    expect((await ask('/api/canned', { ...own(), 'accept-encoding': accepted })).headers).not.toHaveProperty(
      'content-encoding',
    );
});

it('another site cannot make a signed-in browser fetch a compressed answer (BREACH)', async () => {
  for (const site of ['cross-site', 'same-site', 'none', undefined]) {
    const from: Record<string, string> = site ? { 'sec-fetch-site': site } : {};
    const answer = await ask('/api/canned', { cookie: cookie(), 'accept-encoding': 'br', ...from });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.headers, String(site)).not.toHaveProperty('content-encoding');
  }
  const program = { authorization: `Bearer ${key}`, 'accept-encoding': 'gzip' };
  expect((await ask('/api/canned', program)).headers['content-encoding']).toBe('gzip');
});

it('what hands out a secret is never compressed, and equal answers differ in length on the wire', async () => {
  const answer = await fetch(`${house.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-meada-csrf': '1', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ email: 'owner@alfa.example', password }),
  });
  expect(answer.headers.get('content-encoding')).toBeNull();
  const lengths = new Set<number>();
  for (let n = 0; n < 10; n += 1) {
    const { headers } = await ask('/api/canned', { ...own(), 'accept-encoding': 'br' });
    lengths.add(String(headers['x-padding']).length);
  }
  expect(lengths.size).toBeGreaterThan(3);
});

it('reads the header as the standard says', () => {
  expect(codingOf('GZIP')).toBe('gzip');
  expect(codingOf('br;q=0.000, gzip')).toBe('gzip');
  expect(codingOf('gzip;q=1.0, br;q=0.1')).toBe('br');
  expect(codingOf('xbr, gzipp')).toBeNull();
  expect(codingOf(undefined)).toBeNull();
});
