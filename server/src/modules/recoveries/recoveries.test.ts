import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { heldClock } from '../../kernel/clock.ts';
import { readLog } from '../../kernel/events/log.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts';
import { mayContact } from '../customers/index.ts';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { type Browser, makeBrowser } from '../people/testing-browser.ts';
import { endAbandonments, hearAbandonments } from './index.ts';
import { noteLeft } from './note-left.ts';

/** Visitors of the real chat who leave, and what becomes of them; two processes on one database. */

type Parsed = ReturnType<typeof JSON.parse>;
type Visitor = { browser: Browser; token: string; conversationId: string; customerId: string };
const leaving = { goneMs: 250, waitedMs: 20_000 };
const clock = heldClock('2026-03-02T15:00:00Z');
let database: TestDatabase;
let town: Town;
let there: Town;
let shop: Shop;
let key: string;
let mailId: string;
const soon = { timeout: 20_000, interval: 20 };

beforeAll(async () => {
  database = await testDatabase();
  const env = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl };
  town = await openTown({ database, env, clock, leaving });
  there = await openTown({ database, env: { ...env, ROLES: 'web,live' }, clock, leaving });
  shop = await town.shop('Alfa');
  const chat = { channel: 'webchat', name: 'Site', settings: { name: 'Site' } };
  key = (await shop.owner.ok('POST', '/api/inboxes', chat)).publicKey;
  const [brand] = (await shop.owner.ok('GET', '/api/brands')).items;
  mailId = await shop.run(async (ctx) => {
    const id = ctx.ids.uuid();
    const row = { org_id: ctx.orgId, id, channel: 'email', name: 'Mail', brand_id: brand.id, route_key: id };
    await ctx.db.insertInto('inboxes').values(row).execute();
    return id;
  });
});
afterAll(async () => {
  await there?.stop();
  await town?.stop();
  await database?.drop();
});
beforeEach(() => clock.advance(60_000));

async function visit(text: string): Promise<Visitor> {
  const browser = makeBrowser(town.url);
  const { token } = await browser.ok('POST', `/api/chat/${key}/session`, {});
  browser.headers.authorization = `Bearer ${token}`;
  await browser.ok('POST', '/api/chat/messages', { clientId: randomUUID(), text });
  const conversationId = await vi.waitFor(async () => {
    const { conversation } = await browser.ok('GET', '/api/chat/messages');
    if (!conversation) throw new Error('not read yet');
    return conversation.id as string;
  }, soon);
  const { customer } = await shop.owner.ok('GET', `/api/conversations/${conversationId}`);
  return { browser, token, conversationId, customerId: customer.id };
}

async function comeIn({ token }: Visitor, at = town): Promise<WebSocket> {
  const socket = new WebSocket(`${at.url.replace('http', 'ws')}/api/chat/live`, [`meada.${token}`]);
  const ready = new Promise<void>((resolve, reject) => {
    socket.on('message', (data: Buffer) => data.toString().includes('"ready"') && resolve());
    socket.on('error', reject);
  });
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(JSON.stringify({ t: 'hello', topics: [], cursor: null }));
  await ready;
  return socket;
}

const list = (state = 'open', query = ''): Promise<Parsed> =>
  shop.owner.ok('GET', `/api/abandonments?state=${state}${query}`);
const of = async ({ conversationId }: Visitor, state = 'open'): Promise<Parsed> =>
  (await list(state)).items.find((one: Parsed) => one.conversation?.id === conversationId);
const becomes = (visitor: Visitor, state: string): Promise<Parsed> =>
  vi.waitFor(async () => {
    const tab = ['open', 'tried'].includes(state) ? state : 'settled';
    const one = await of(visitor, tab);
    expect(one?.state).toBe(state);
    return one;
  }, soon);
const answer = (visitor: Visitor, text = 'Ainda podemos ajudar?') =>
  shop.owner.ok('POST', `/api/conversations/${visitor.conversationId}/messages`, {
    clientId: randomUUID(),
    content: { kind: 'text', text },
  });
const writes = ({ browser }: Visitor, text: string) =>
  browser.ok('POST', '/api/chat/messages', { clientId: randomUUID(), text });

/** Waits a minute in the chat and closes the page. */
async function leaves(visitor: Visitor): Promise<void> {
  const socket = await comeIn(visitor);
  clock.advance(60_000);
  socket.close();
}

describe('a visitor who waits and leaves', () => {
  it('is found, with how long they waited, what they said and the way to reach them', async () => {
    const visitor = await visit('Vocês têm a lã verde?');
    await shop.owner.ok('POST', `/api/customers/${visitor.customerId}/identities`, {
      kind: 'email',
      value: 'ana@cliente.example',
    });
    await leaves(visitor);
    const one = await becomes(visitor, 'open');
    expect(one).toMatchObject({
      kind: 'chat_left',
      said: 'Vocês têm a lã verde?',
      waitedSeconds: 60,
      way: { inboxId: mailId, channel: 'email', address: 'ana@cliente.example', waits: null },
    });
    clock.advance(1000);
    await answer(visitor);
    expect(await becomes(visitor, 'tried')).toMatchObject({ tries: 1 });
    clock.advance(1000);
    await writes(visitor, 'Sim, obrigada!');
    await becomes(visitor, 'recovered');
  });

  it('who comes back by themselves was not won back by us', async () => {
    const visitor = await visit('Alô?');
    await leaves(visitor);
    expect(await becomes(visitor, 'open')).toMatchObject({ way: null });
    clock.advance(1000);
    await writes(visitor, 'Voltei');
    await becomes(visitor, 'returned');
  });

  it('an answer that is read in the chat counts as a coming back', async () => {
    const visitor = await visit('Oi?');
    await leaves(visitor);
    await becomes(visitor, 'open');
    clock.advance(1000);
    await answer(visitor);
    await becomes(visitor, 'tried');
    await vi.waitFor(async () => {
      const { items } = await visitor.browser.ok('GET', '/api/chat/messages');
      expect(items.at(-1).content.text).toContain('ajudar');
    }, soon);
    clock.advance(1000);
    await visitor.browser.ok('PUT', '/api/chat/read', { seq: 2 });
    await becomes(visitor, 'recovered');
  });

  it('who turns the page, is back in another process, was answered, or hardly waited is not', async () => {
    const [turns, elsewhere, answered, hasty, last] = [
      await visit('1'),
      await visit('2'),
      await visit('3'),
      await visit('4'),
      await visit('5'),
    ];
    const sockets = await Promise.all([turns, elsewhere, answered].map((one) => comeIn(one)));
    clock.advance(60_000);
    await answer(answered);
    for (const socket of sockets) socket.close();
    const back = [await comeIn(turns), await comeIn(elsewhere, there)];
    // Who leaves after them is noticed after them.
    await leaves(last);
    await becomes(last, 'open');
    const gone = await shop.run((ctx) =>
      ctx.db
        .selectFrom('identities as i')
        .innerJoin('conversations as c', 'c.customer_id', 'i.customer_id')
        .select(['i.canonical as id', 'c.inbox_id as inboxId', 'c.waiting_since as since'])
        .where('c.id', '=', hasty.conversationId)
        .executeTakeFirstOrThrow(),
    );
    const actor = { kind: 'customer' as const, ...gone, orgId: shop.orgId, identityId: null };
    await noteLeft(town.kernel, actor, { leftAt: new Date((gone.since?.getTime() ?? 0) + 19_000) });
    expect(await of(hasty)).toBeUndefined();
    await noteLeft(town.kernel, actor, { leftAt: new Date((gone.since?.getTime() ?? 0) + 21_000) });
    expect(await of(hasty)).toMatchObject({ waitedSeconds: 21 });
    for (const visitor of [turns, elsewhere, answered]) expect(await of(visitor)).toBeUndefined();
    for (const socket of back) socket.close();
  });
});

describe('closed without an answer', () => {
  const resolve = ({ conversationId }: Visitor) =>
    shop.owner.ok('PUT', `/api/conversations/${conversationId}/status`, { status: 'resolved' });

  it('is abandoned; closed after an answer is not', async () => {
    const [ignored, answered] = [await visit('Tem alguém aí?'), await visit('E aqui?')];
    clock.advance(90_000);
    await answer(answered);
    await resolve(answered);
    await resolve(ignored);
    expect(await becomes(ignored, 'open')).toMatchObject({ kind: 'unanswered', waitedSeconds: 90 });
    expect(await of(answered)).toBeUndefined();
  });
});

describe('by hand', () => {
  it('given, put off, dismissed and opened again; nothing twice, nothing in the past', async () => {
    const visitor = await visit('Preço?');
    await leaves(visitor);
    const { id } = await becomes(visitor, 'open');
    const agent = await shop.join('agent');
    const path = `/api/abandonments/${id}`;
    const later = new Date(clock.now().getTime() + 3_600_000).toISOString();
    const given = await shop.owner.ok('PATCH', path, { assigneeId: agent.id, laterAt: later });
    expect(given).toMatchObject({ assigneeId: agent.id, laterAt: later });
    const mine = await agent.browser.ok('GET', '/api/abandonments?mine=true');
    expect(mine.items.map((one: Parsed) => one.id)).toEqual([id]);
    const past = new Date(clock.now().getTime() - 1).toISOString();
    expect((await shop.owner.call('PATCH', path, { laterAt: past })).status).toBe(422);
    expect((await shop.owner.call('PATCH', path, { assigneeId: randomUUID() })).status).toBe(404);
    expect(await shop.owner.ok('PATCH', path, { dismissed: 'spam' })).toMatchObject({ state: 'dismissed' });
    expect((await shop.owner.call('PATCH', path, { dismissed: 'spam' })).status).toBe(409);
    expect(await shop.owner.ok('PATCH', path, { dismissed: null })).toMatchObject({
      state: 'open',
      reason: null,
    });
  });

  it('who asked not to be contacted stands so in the ledger; that taken back, as if nothing had been said', async () => {
    const visitor = await visit('Só queria o preço');
    const address = { kind: 'email', value: 'nao@cliente.example' };
    await shop.owner.ok('POST', `/api/customers/${visitor.customerId}/identities`, address);
    const { id: identityId } = await shop.run((ctx) =>
      ctx.db
        .selectFrom('identities')
        .select('id')
        .where('value', '=', address.value)
        .executeTakeFirstOrThrow(),
    );
    await leaves(visitor);
    const one = await becomes(visitor, 'open');
    const { browser } = await shop.join('agent');
    await browser.ok('PATCH', `/api/abandonments/${one.id}`, { dismissed: 'asked_not' });
    const may = () =>
      shop.run((ctx) => mayContact(ctx, { identityId, purpose: 'notices', channel: 'email' }));
    expect(await may()).toMatchObject({ allowed: false, because: 'withdrawn' });
    const scopes = async () =>
      shop.run((ctx) =>
        ctx.db
          .selectFrom('consents')
          .select(['identity_id', 'state', 'source', 'actor_kind'])
          .where('customer_id', '=', visitor.customerId)
          .orderBy('n')
          .execute(),
      );
    const said = { state: 'withdrawn', source: 'person', actor_kind: 'person' };
    expect(await scopes()).toEqual([
      { ...said, identity_id: null },
      { ...said, identity_id: identityId },
    ]);
    await browser.ok('PATCH', `/api/abandonments/${one.id}`, { dismissed: null });
    expect(await may()).toMatchObject({ allowed: true });
    expect((await scopes()).map(({ state }) => state)).toEqual([
      'withdrawn',
      'withdrawn',
      'lifted',
      'lifted',
    ]);
  });

  it('who asked so before is not written to elsewhere when they leave again, and a second no is not lifted with it', async () => {
    const visitor = await visit('Frete?');
    const value = `de-novo-${visitor.customerId}@cliente.example`;
    await shop.owner.ok('POST', `/api/customers/${visitor.customerId}/identities`, { kind: 'email', value });
    await shop.owner.ok('POST', `/api/customers/${visitor.customerId}/consents`, {
      ...{ purpose: null, state: 'withdrawn', channel: null, identityId: null, messageId: null },
      ...{ formId: null, note: 'Disse ao telefone', shown: '' },
    });
    await leaves(visitor);
    const one = await becomes(visitor, 'open');
    expect(one.way?.channel).not.toBe('email');
    await shop.owner.ok('PATCH', `/api/abandonments/${one.id}`, { dismissed: 'asked_not' });
    await shop.owner.ok('PATCH', `/api/abandonments/${one.id}`, { dismissed: null });
    expect((await of(visitor))?.way?.channel).not.toBe('email');
  });

  it('stands in the customer’s timeline: when they left, were written to, and came back or were let go', async () => {
    const visitor = await visit('Vocês entregam?');
    await leaves(visitor);
    const { id } = await becomes(visitor, 'open');
    await shop.owner.ok('PATCH', `/api/abandonments/${id}`, {
      laterAt: new Date(clock.now().getTime() + 3_600_000).toISOString(),
    });
    clock.advance(60_000);
    await answer(visitor);
    await becomes(visitor, 'tried');
    clock.advance(60_000);
    await shop.owner.ok('PATCH', `/api/abandonments/${id}`, { dismissed: 'solved' });
    await vi.waitFor(async () => {
      const { items } = await shop.owner.ok(
        'GET',
        `/api/customers/${visitor.customerId}/timeline?kinds=recovery`,
      );
      expect(items.map((line: Parsed) => line.facts.what)).toEqual(['dismissed', 'tried', 'chat_left']);
      const times = items.map((line: Parsed) => Date.parse(line.at));
      expect(times[0] - times[1]).toBeGreaterThanOrEqual(60_000);
    }, soon);
  });

  it('only who sees the conversation sees it', async () => {
    const visitor = await visit('Segredo');
    await leaves(visitor);
    const { id } = await becomes(visitor, 'open');
    const { browser } = await shop.join('agent', { visibility: 'assigned' });
    const seen = await browser.ok('GET', '/api/abandonments');
    expect(seen.items).toEqual([]);
    expect(seen.counts).toEqual({ open: 0, tried: 0 });
    expect((await browser.call('PATCH', `/api/abandonments/${id}`, { dismissed: 'spam' })).status).toBe(404);
    const other = await town.shop('Beta');
    expect((await other.owner.call('PATCH', `/api/abandonments/${id}`, { dismissed: 'spam' })).status).toBe(
      404,
    );
  });
});

it('seven days without a word: lost; the report adds up; events read twice change nothing', async () => {
  const visitor = await visit('Por favor');
  await leaves(visitor);
  await becomes(visitor, 'open');
  const readAll = () =>
    shop.run((ctx) =>
      ctx.db
        .selectFrom('abandonments')
        .selectAll()
        .orderBy('id')
        .execute()
        .then((rows) => JSON.stringify(rows)),
    );
  const before = await readAll();
  const { events } = await readLog(town.kernel, { tx: '0', id: 0 }, 10_000);
  await hearAbandonments(town.kernel, events);
  expect(await readAll()).toBe(before);
  clock.advance(7 * 86_400_000 + 1);
  await endAbandonments(town.kernel);
  await becomes(visitor, 'lost');
  const from = '2026-03-01T00:00:00Z';
  const report = await shop.owner.ok('GET', `/api/abandonments/report?from=${from}&to=2026-04-01T00:00:00Z`);
  const { left, recovered, returned, lost, dismissed, open } = report.all;
  expect(left).toBe(recovered + returned + lost + dismissed + open);
  expect(report.kinds.map((one: Parsed) => one.counts.left).reduce((a: number, b: number) => a + b, 0)).toBe(
    left,
  );
  expect({ recovered, returned }).toEqual({ recovered: 2, returned: 1 });
  const wrong = await shop.owner.call('GET', `/api/abandonments/report?from=${from}&to=${from}`);
  expect(wrong.status).toBe(422);
});
