import { afterAll, beforeAll, expect, it } from 'vitest';
import { heldClock } from '../../../kernel/clock.ts';
import { openTown, type Shop, type Town } from '../../customers/testing.ts';
import { makeBrowser } from '../../people/testing-browser.ts';
import { makeUploadBudgets } from './upload-budget.ts';

const clock = heldClock('2026-03-02T12:00:00Z');
let town: Town;
let shop: Shop;
let chat: string;
beforeAll(async () => {
  town = await openTown({ clock, env: { TRUSTED_PROXIES: '1', ROLES: 'web' } });
  shop = await town.shop('Alfa');
  const settings = { channel: 'webchat', name: 'Site', settings: { name: 'Site' } };
  chat = (await shop.owner.ok('POST', '/api/inboxes', settings)).publicKey;
});
afterAll(() => town?.stop());

async function post(path: string, headers: Record<string, string>, file = 'olá'): Promise<Response> {
  const body = new FormData();
  body.set('file', new Blob([file]), 'a.txt');
  const response = await fetch(town.url + path, { method: 'POST', headers, body });
  await response.arrayBuffer();
  return response;
}

/** A visitor that nobody has seen before. */
async function visitor(address: string): Promise<Record<string, string>> {
  const browser = makeBrowser(town.url);
  browser.headers['x-forwarded-for'] = address;
  const { token } = await browser.ok('POST', `/api/chat/${chat}/session`, {});
  return { authorization: `Bearer ${token}`, 'x-forwarded-for': address };
}

it('lesson 55: one address gets no more files in by coming as ever new visitors', async () => {
  let taken = 0;
  let last: Response | null = null;
  for (let round = 0; round < 12 && last?.status !== 429; round += 1) {
    // The limits of a minute are not what stops it.
    clock.advance(121_000);
    for (let n = 0; n < 5 && last?.status !== 429; n += 1) {
      const headers = await visitor('203.0.113.7');
      for (const file of ['a', 'b', '']) {
        last = await post('/api/chat/files', headers, file);
        if (last.status === 429) break;
        expect(last.status).toBe(file === '' ? 400 : 200);
        taken += 1;
      }
    }
  }
  expect(last?.status).toBe(429);
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(60);
  expect(taken).toBe(100);
  expect((await post('/api/chat/files', await visitor('203.0.113.8'))).status).toBe(200);
  const cookie = [...shop.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const person = { 'x-meada-csrf': '1', cookie, 'x-forwarded-for': '203.0.113.7' };
  expect((await post('/api/files', person)).status).toBe(200);
  clock.advance(3_600_000);
  expect((await post('/api/chat/files', await visitor('203.0.113.7'))).status).toBe(200);
});

it('lesson 55: a minute’s limit stands on both doors for files', async () => {
  clock.advance(3_600_000);
  const headers = await visitor('203.0.113.9');
  const answers: number[] = [];
  for (let n = 0; n < 32; n += 1) answers.push((await post('/api/chat/files', headers)).status);
  expect(answers.filter((status) => status === 200)).toHaveLength(30);
  expect(answers.slice(30)).toEqual([429, 429]);
});

it('lesson 55: bytes count before they come, together, and what did not come is given back', () => {
  const budgets = makeUploadBudgets(clock);
  const wanted = [
    { budget: { name: 'address', files: 10, bytes: 100 }, of: 'a' },
    { budget: { name: 'firm', files: 10, bytes: 150 }, of: 'f' },
  ];
  const [first, second] = [budgets.take(wanted, 60), budgets.take(wanted, 40)];
  expect(() => budgets.take(wanted, 1)).toThrow('Too many');
  first(10);
  budgets.take(wanted, 50);
  second(40);
  expect(() => budgets.take(wanted, 1)).toThrow('Too many');
  // The firm's own limit holds over all addresses.
  const elsewhere = [{ budget: { name: 'address', files: 10, bytes: 100 }, of: 'b' }, wanted[1] as never];
  expect(() => budgets.take(elsewhere, 51)).toThrow('Too many');
  expect(() => budgets.take(elsewhere, 50)).not.toThrow();
  clock.advance(3_600_000);
  expect(() => budgets.take(wanted, 100)).not.toThrow();
});
