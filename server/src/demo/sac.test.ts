import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Browser, makeBrowser } from '../modules/people/testing-browser.ts';
import { startTestApp, type TestApp } from '../testing/app.ts';
import { loadDemo } from './load.ts';
import { sacBrand } from './shop.ts';

/** The demo's brand that answers by the decree shows evidence of everything at first look. */

type Parsed = ReturnType<typeof JSON.parse>;
let app: TestApp;
let owner: Browser;
beforeAll(async () => {
  app = await startTestApp({ env: { DEMO: '1' } });
  const [signIn] = await loadDemo(app.kernel, null, { decree: true });
  owner = makeBrowser(app.url);
  await owner.ok('POST', '/api/session', { email: signIn?.email, password: signIn?.password });
}, 120_000);
afterAll(() => app?.stop());

const report = (): Promise<Parsed> => owner.ok('GET', '/api/sac/report');
const dayMs = 86_400_000;

it('its page has a history sent, a cancellation to be finished, one answered too late, and one that is due', async () => {
  const { duties, requests, late } = await vi.waitFor(async () => {
    const read = await report();
    expect(read.requests.map(({ state }: Parsed) => state)).toEqual(['sent', 'sent']);
    return read;
  }, 20_000);
  expect(requests.map(({ kind }: Parsed) => kind).sort()).toEqual(['cancellation', 'history']);
  const duty = (code: string) => duties.find((one: Parsed) => one.code === code);
  expect(duty('protocol')).toMatchObject({ state: 'kept', numbers: { demands: 4, told: 4 } });
  expect(duty('answer')).toMatchObject({
    state: 'broken',
    numbers: { kept: 2, late: 1, open: 1, openLate: 0 },
  });
  expect(duty('history')).toMatchObject({ state: 'kept', numbers: { asked: 1, inTime: 1 } });
  expect(duty('cancellation')).toMatchObject({ state: 'risk', numbers: { asked: 1, undone: 1 } });
  expect(duty('conclusion')).toMatchObject({ state: 'kept', numbers: { ended: 3, unanswered: 0 } });
  expect(late).toHaveLength(1);
  // The number says the day it was given, as the demand does.
  const [{ registeredAt, protocol, person }] = late;
  expect(Math.round((Date.now() - Date.parse(registeredAt)) / dayMs)).toBe(16);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Sao_Paulo' }).format(
    new Date(registeredAt),
  );
  expect(protocol.slice(0, 8)).toBe(day.replaceAll('-', ''));
  expect(person).not.toBeNull();
});

it('the warning of the one that is due comes by the clock itself', async () => {
  await vi.waitFor(async () => {
    const { duties } = await report();
    expect(duties.find(({ code }: Parsed) => code === 'answer').numbers.near).toBe(1);
  }, 20_000);
});

it('who wrote stands in the list by name', async () => {
  const { items } = await owner.ok('GET', '/api/conversations?view=all');
  expect(items.map(({ customer }: Parsed) => customer.name)).toContain('Davi Moura');
});

it('nobody waits in a queue for it, and the shop’s own chat stays the shop’s', async () => {
  await vi.waitFor(async () => {
    const { items: queues } = await owner.ok('GET', '/api/routing/queues');
    const { items } = await owner.ok('GET', `/api/routing/queues/${queues[1].id}/items?state=waiting`);
    expect([queues[1].name, items]).toEqual(['Suporte', []]);
  }, 20_000);
  const { items: inboxes } = await owner.ok('GET', '/api/inboxes');
  const chats = inboxes.filter(({ publicKey }: Parsed) => publicKey);
  const fibre = chats.find(({ name }: Parsed) => name === sacBrand.inbox);
  expect(fibre).toBeDefined();
  const page = async (query: string) => (await fetch(`${app.url}/loja${query}`)).text();
  expect(await page('')).not.toContain(fibre.publicKey);
  expect(await page('?sac')).toContain(fibre.publicKey);
});
