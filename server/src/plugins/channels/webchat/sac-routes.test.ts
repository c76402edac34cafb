import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';
import { type Browser, makeBrowser } from '../../../modules/people/testing-browser.ts';

/** A visitor follows their own demands and asks for their own history, whatever a request names and however often it comes. */

type Parsed = ReturnType<typeof JSON.parse>;
type Visitor = { browser: Browser; conversationId: string };
const soon = { timeout: 20_000, interval: 20 };
const secret = 'o número do meu cartão';
let town: Town;
let shop: Shop;
let brandId: string;
let inboxKey: string;
let own: Visitor;
let stranger: Visitor;

beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  const chat = { channel: 'webchat', name: 'Site', settings: { name: 'Site' } };
  inboxKey = (await shop.owner.ok('POST', '/api/inboxes', chat)).publicKey;
  brandId = (await shop.owner.ok('GET', '/api/brands')).items[0].id;
});
afterAll(() => town?.stop());

async function arrive(): Promise<Browser> {
  const browser = makeBrowser(town.url);
  const { token } = await browser.ok('POST', `/api/chat/${inboxKey}/session`, {});
  browser.headers.authorization = `Bearer ${token}`;
  return browser;
}
async function visit(text: string): Promise<Visitor> {
  const browser = await arrive();
  await browser.ok('POST', '/api/chat/messages', { clientId: randomUUID(), text });
  const conversationId = await vi.waitFor(async () => {
    const { conversation } = await browser.ok('GET', '/api/chat/messages');
    if (!conversation) throw new Error('not read yet');
    return conversation.id as string;
  }, soon);
  return { browser, conversationId };
}
const demandsOf = async ({ browser }: Visitor): Promise<Parsed[]> =>
  (await browser.ok('GET', '/api/chat/sac')).demands;
/** Counted by those who work behind the log: asked of the database, as the route is asked so often a minute only. */
const registered = ({ conversationId }: Visitor) =>
  vi.waitFor(async () => {
    const rows = await shop.run((ctx) =>
      ctx.db
        .selectFrom('deadlines')
        .select('id')
        .where('conversation_id', '=', conversationId)
        .where('what', '=', 'decree')
        .execute(),
    );
    expect(rows).toHaveLength(1);
  }, soon);
const ask = ({ browser }: Visitor, query = '', body: unknown = {}) =>
  browser.call('POST', `/api/chat/sac/history${query}`, body);
const switched = (on: boolean) => shop.owner.ok('PUT', `/api/sac/brands/${brandId}`, { on });
const requestsOf = ({ conversationId }: Visitor) =>
  shop.run((ctx) =>
    ctx.db
      .selectFrom('sac_requests')
      .select(['state', 'asked_by'])
      .where('conversation_id', '=', conversationId)
      .execute(),
  );
/** All that were asked for have gone out. */
const sent = (visitor: Visitor) =>
  vi.waitFor(async () => {
    const all = await requestsOf(visitor);
    expect(all.filter((one) => one.state !== 'sent')).toEqual([]);
    return all;
  }, soon);

it('a brand that does not answer by the decree has no demands and no history to ask for', async () => {
  const before = await visit('Antes do decreto');
  expect(await demandsOf(before)).toEqual([]);
  expect((await ask(before)).status).toBe(404);
  await switched(true);
  own = await visit('Minha conta veio em dobro');
  stranger = await visit(secret);
  await registered(own);
  const [mine, ...more] = await demandsOf(own);
  expect(mine).toMatchObject({ conversationId: own.conversationId, current: true, history: null });
  expect(Date.parse(mine.dueAt) - Date.parse(mine.registeredAt)).toBe(7 * 86_400_000);
  expect(more).toEqual([]);
});

it('who has not written has none, and who is nobody is told nothing', async () => {
  const fresh = await arrive();
  expect(await fresh.ok('GET', '/api/chat/sac')).toEqual({ demands: [] });
  expect((await fresh.call('POST', '/api/chat/sac/history', {})).status).toBe(404);
  const nobody = makeBrowser(town.url);
  const forged = makeBrowser(town.url);
  forged.headers.authorization = `Bearer ${String(own.browser.headers.authorization).slice(7, -3)}abc`;
  // A session of the desk is no visitor.
  for (const browser of [nobody, forged, shop.owner]) {
    expect((await browser.call('GET', '/api/chat/sac')).status).toBe(401);
    expect((await browser.call('POST', '/api/chat/sac/history', {})).status).toBe(401);
  }
});

it('whatever a request names, it reads and asks for one’s own', async () => {
  const [theirs] = await demandsOf(stranger);
  const names = [
    `?conversationId=${stranger.conversationId}`,
    `?id=${stranger.conversationId}&protocol=${theirs.protocol}`,
    `?brandId=${brandId}`,
    `?conversationId[]=${stranger.conversationId}`,
    `?identityId=%00%27%20OR%20true`,
  ];
  for (const name of names) {
    const { status, text } = await own.browser.call('GET', `/api/chat/sac${name}`);
    expect([200, 400], name).toContain(status);
    expect(text, name).not.toContain(stranger.conversationId);
    expect(text, name).not.toContain(theirs.protocol);
  }
  const bodies = [
    { conversationId: stranger.conversationId },
    { protocol: theirs.protocol },
    [stranger.conversationId],
    'x'.repeat(100_000),
  ];
  for (const body of bodies) {
    const { status, text } = await ask(own, '?conversationId='.concat(stranger.conversationId), body);
    expect([200, 400, 413, 429]).toContain(status);
    expect(text).not.toContain(stranger.conversationId);
  }
  expect(await requestsOf(stranger)).toEqual([]);
  expect((await demandsOf(stranger))[0].history).toBeNull();
});

it('pressed twice at once it is one wish; the history comes into the chat, with one’s own words only', async () => {
  const visitor = await visit('O técnico não veio');
  const answers = await Promise.all([ask(visitor), ask(visitor), ask(visitor)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const link = await vi.waitFor(async () => {
    const { items } = await visitor.browser.ok('GET', '/api/chat/messages');
    const text = items
      .map(({ content }: Parsed) => content.text ?? '')
      .find((one: string) => one.includes('/historico/'));
    return new URL(/https?:\S+/.exec(text ?? '')?.[0] ?? '').pathname;
  }, soon);
  // What is pressed after the first has gone out is another wish; while it is on its way it is not.
  const all = await sent(visitor);
  expect(all.length).toBeLessThan(3);
  expect(new Set(all.map((one) => one.asked_by))).toEqual(new Set(['customer']));
  const page = await (await fetch(town.url + link)).text();
  expect(page).toContain('O técnico não veio');
  expect(page).not.toContain(secret);
  expect((await demandsOf(visitor))[0].history).toMatchObject({ state: 'sent' });
  await shop.owner.ok('POST', `/api/conversations/${visitor.conversationId}/messages`, {
    ...{ clientId: randomUUID(), internal: true, content: { kind: 'text', text: 'nota só nossa' } },
  });
  expect(await (await fetch(town.url + link)).text()).not.toContain('nota só nossa');
});

it('so many a day, and no more: the sixth is refused in words that say when', async () => {
  const visitor = await visit('De novo');
  for (let n = 0; n < 5; n += 1) {
    expect((await ask(visitor)).status).toBe(200);
    expect(await sent(visitor)).toHaveLength(n + 1);
  }
  const { status, body } = await ask(visitor);
  expect([status, body.code]).toEqual([429, 'too_many']);
  expect(await requestsOf(visitor)).toHaveLength(5);
});

it('and so many a minute: a browser gone wild is held back, another one is not', async () => {
  const wild = await visit('Sem parar');
  const statuses: number[] = [];
  for (let n = 0; n < 32; n += 1) statuses.push((await wild.browser.call('GET', '/api/chat/sac')).status);
  expect(statuses.at(-1)).toBe(429);
  expect((await own.browser.call('GET', '/api/chat/sac')).status).toBe(200);
});

it('switched off again, nothing more can be asked for', async () => {
  await switched(false);
  expect(await demandsOf(stranger)).toEqual([]);
  expect((await ask(stranger)).status).toBe(404);
});
