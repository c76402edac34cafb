import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { testDatabase } from './kernel/testing/database.ts';
import { soon as patience } from './kernel/testing/patience.ts';
import { recordStatements } from './kernel/testing/wire.ts';
import { openTown, type Shop, type Town } from './modules/customers/testing.ts';
import { type Browser, makeBrowser, type Socket } from './modules/people/testing-browser.ts';

/** Routing as the desk meets it: over HTTP and sockets, from a customer's first word to the agent's screen. */

const soon = { ...patience, interval: 2 };
let town: Town;
let shop: Shop;
let site: { id: string; publicKey: string };
beforeAll(async () => {
  town = await openTown({ rosterPace: { beatMs: 1000, graceMs: 50 }, routing: { settleMs: 100 } });
  shop = await town.shop('Alfa');
  const settings = { name: 'Site' };
  site = await shop.owner.ok('POST', '/api/inboxes', { channel: 'webchat', name: 'Site', settings });
});
afterAll(() => town.stop());

async function visitor(): Promise<Browser> {
  const browser = makeBrowser(town.url);
  const { token } = await browser.ok('POST', `/api/chat/${site.publicKey}/session`, {});
  browser.headers.authorization = `Bearer ${token}`;
  return browser;
}
const says = (browser: Browser, text: string) =>
  browser.ok('POST', '/api/chat/messages', { clientId: randomUUID(), text });

type Work = { id: string; state: string; agentId: string | null; conversation: { id: string }; why?: string };
const framesOf = (socket: Socket, name: string): Work[] =>
  socket.frames.filter((frame) => frame.t === 'event' && frame.name === name).map(({ data }) => data as Work);

async function open(browser: Browser): Promise<Socket> {
  const socket = await browser.socket(town.url);
  socket.send({ t: 'hello', topics: ['desk'], cursor: null });
  await vi.waitFor(() => expect(socket.frames.map(({ t }) => t)).toContain('ready'), soon);
  return socket;
}

const capacity = { realTime: 1, deferred: 3 };

it('a queue, two agents, a customer: the offer rings at one of them alone, and goes on when they decline', async () => {
  const [ana, bia, caio] = [await shop.join('agent'), await shop.join('agent'), await shop.join('agent')];
  const queue = await shop.owner.ok('POST', '/api/routing/queues', {
    ...{ name: 'Vendas', inboxIds: [site.id], settings: { againSeconds: 60 } },
  });
  const settings = { capacity, queueIds: [queue.id], skills: [] };
  for (const { id } of [ana, bia]) await shop.owner.ok('PUT', `/api/routing/agents/${id}`, settings);
  const [first, second, third] = [await open(ana.browser), await open(bia.browser), await open(caio.browser)];
  await vi.waitFor(async () => {
    const { items } = await shop.owner.ok('GET', '/api/routing/agents');
    expect(items.map(({ presence }: { presence: string }) => presence)).toEqual(['available', 'available']);
  }, soon);
  await says(await visitor(), 'Vocês entregam em Curitiba?');
  const offered = () => [first, second].flatMap((socket) => framesOf(socket, 'work'));
  await vi.waitFor(() => expect(offered()).toHaveLength(1), soon);
  const [work] = offered();
  const [asked, other] = work?.agentId === ana.id ? [ana, bia] : [bia, ana];
  expect(work).toMatchObject({
    state: 'offered',
    kind: 'conversation',
    class: 'real_time',
    agentId: asked.id,
  });
  await asked.browser.ok('POST', `/api/routing/work/${work?.id}/decline`, { reason: 'Almoço' });
  await vi.waitFor(() => expect(offered()).toHaveLength(2), soon);
  const socketOf = (one: typeof ana): Socket => (one === ana ? first : second);
  expect(framesOf(socketOf(asked), 'work.gone')).toMatchObject([{ id: work?.id, why: 'declined' }]);
  const late = await asked.browser.call('POST', `/api/routing/work/${work?.id}/accept`);
  expect(late).toMatchObject({ status: 409, body: { code: 'taken' } });
  await other.browser.ok('POST', `/api/routing/work/${work?.id}/accept`);
  const talk = await other.browser.ok('GET', `/api/conversations/${work?.conversation.id}`);
  expect(talk.assigneeId).toBe(other.id);
  const mine = await other.browser.ok('GET', '/api/routing/work');
  expect(mine).toMatchObject({
    agent: { load: { realTime: 1 } },
    items: [{ id: work?.id, state: 'active' }],
  });
  // Who is no agent of the queue hears nothing of it, and may not look into it.
  expect(framesOf(third, 'work')).toEqual([]);
  expect((await caio.browser.call('GET', `/api/routing/queues/${queue.id}/items`)).status).toBe(404);
  expect((await caio.browser.ok('GET', '/api/routing/queues')).items).toEqual([]);
  for (const socket of [first, second, third]) socket.close();
}, 60_000);

it('what is set for routing is audited, and times are measured from what happened', async () => {
  const { items } = await shop.owner.ok('GET', '/api/routing/agents');
  const { personId } = items.find(({ load }: { load: { realTime: number } }) => load.realTime === 1);
  const times = await shop.owner.ok('GET', `/api/routing/times?personId=${personId}`);
  expect(times).toMatchObject({ begun: 1, offers: 1, missed: 0 });
  expect(times.realTimeMs).toBeGreaterThan(0);
  expect(times.availableMs).toBeGreaterThanOrEqual(times.idleMs);
  const audited = await shop.run((ctx) =>
    ctx.db.selectFrom('audit_entries').select('action').where('org_id', '=', ctx.orgId).execute(),
  );
  const actions = audited.map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(['queue.created', 'agent.set']));
  const reasons = await shop.owner.ok('GET', '/api/routing/away-reasons');
  expect(reasons.items.map(({ name }: { name: string }) => name)).toContain('Almoço');
});

it('from the customer’s word to the screen: how long it takes is printed', async () => {
  const { id, browser } = await shop.join('agent');
  const inbox = { channel: 'webchat', name: 'Outro', settings: { name: 'Outro' } };
  site = await shop.owner.ok('POST', '/api/inboxes', inbox);
  const queue = await shop.owner.ok('POST', '/api/routing/queues', { name: 'Suporte', inboxIds: [site.id] });
  const many = { realTime: 50, deferred: 0 };
  const settings = { capacity: many, queueIds: [queue.id], skills: [] };
  await shop.owner.ok('PUT', `/api/routing/agents/${id}`, settings);
  const socket = await open(browser);
  const took: number[] = [];
  for (let nth = 1; nth <= 12; nth += 1) {
    const someone = await visitor();
    const began = performance.now();
    await says(someone, 'Oi');
    const ids = () => new Set(framesOf(socket, 'work').map((work) => work.id));
    await vi.waitFor(() => expect(ids().size).toBe(nth), soon);
    took.push(performance.now() - began);
  }
  const sorted = took.map(Math.round).sort((a, b) => a - b);
  process.stdout.write(`from the customer's message to the offer on the screen: ${sorted.join(', ')} ms\n`);
  socket.close();
}, 60_000);

it('at rest the router asks the database nothing', async () => {
  const own = await testDatabase();
  const recorder = await recordStatements(own);
  const alone = await openTown({ database: recorder.database, routing: { settleMs: 100 } });
  const home = await alone.shop('Gama');
  const { id, browser } = await home.join('agent');
  const queue = await home.owner.ok('POST', '/api/routing/queues', { name: 'Vendas' });
  const settings = { capacity, queueIds: [queue.id], skills: [] };
  await home.owner.ok('PUT', `/api/routing/agents/${id}`, settings);
  const socket = await browser.socket(alone.url);
  socket.send({ t: 'hello', topics: ['desk'], cursor: null });
  await vi.waitFor(async () => {
    const { agent } = await browser.ok('GET', '/api/routing/work');
    expect(agent.presence).toBe('available');
  }, soon);
  const ofRouting = /work_items|work_spells|\bagents\b|agent_|\bqueues\b|pg_try_advisory_lock/;
  const asked = (): string[] =>
    recorder.statements.map(({ text }) => text).filter((text) => ofRouting.test(text));
  expect(asked().length).toBeGreaterThan(5);
  // What was begun by then comes to its end; afterwards three seconds of nothing.
  let before = -1;
  await vi.waitFor(
    () => {
      const now = asked().length;
      const rests = now === before;
      before = now;
      expect(rests).toBe(true);
    },
    { timeout: 10_000, interval: 500 },
  );
  await pause(3000);
  expect(asked().slice(before)).toEqual([]);
  socket.close();
  await alone.stop();
  await recorder.stop();
  await own.drop();
}, 60_000);
