import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from './kernel/testing/database.ts';
import { openTown, type Shop, type Town } from './modules/customers/testing.ts';
import { type Browser, makeBrowser, type Socket } from './modules/people/testing-browser.ts';
import { idleIn, wrongsIn } from './modules/routing/testing-judge.ts';

/** What dies while work is given out: an agent's browser, and the process that runs the router. Over HTTP, sockets and rows. */

const soon = { timeout: 30_000, interval: 20 };
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

type Site = { id: string; publicKey: string };
const openSite = (shop: Shop): Promise<Site> =>
  shop.owner.ok('POST', '/api/inboxes', { channel: 'webchat', name: 'Site', settings: { name: 'Site' } });

async function says(town: Town, site: Site, text: string): Promise<void> {
  const browser = makeBrowser(town.url);
  const { token } = await browser.ok('POST', `/api/chat/${site.publicKey}/session`, {});
  browser.headers.authorization = `Bearer ${token}`;
  await browser.ok('POST', '/api/chat/messages', { clientId: randomUUID(), text });
}

async function open(town: Town, browser: Browser): Promise<Socket> {
  const socket = await browser.socket(town.url);
  socket.send({ t: 'hello', topics: ['desk'], cursor: null });
  await vi.waitFor(() => expect(socket.frames.map(({ t }) => t)).toContain('ready'), soon);
  return socket;
}

type Agent = { id: string; browser: Browser; socket: Socket };

async function agents(town: Town, shop: Shop, given: { count: number; queueId: string; realTime: number }) {
  const all: Agent[] = [];
  for (let nth = 0; nth < given.count; nth += 1) {
    const { id, browser } = await shop.join('agent');
    const capacity = { realTime: given.realTime, deferred: 0 };
    const body = { capacity, queueIds: [given.queueId], skills: [] };
    await shop.owner.ok('PUT', `/api/routing/agents/${id}`, body);
    all.push({ id, browser, socket: await open(town, browser) });
  }
  await vi.waitFor(async () => {
    const { items } = await shop.owner.ok('GET', '/api/routing/agents');
    for (const { id } of all)
      expect(items.find((one: { personId: string }) => one.personId === id)).toMatchObject({
        presence: 'available',
      });
  }, soon);
  return all;
}

type Row = { state: string; agent_id: string | null; grace_until: Date | null };
const rowsOf = (shop: Shop): Promise<Row[]> =>
  shop.run((ctx) =>
    ctx.db
      .selectFrom('work_items')
      .select(['state', 'agent_id', 'grace_until'])
      .where('org_id', '=', ctx.orgId)
      .where('done_at', 'is', null)
      .execute(),
  ) as Promise<Row[]>;

it('an agent’s browser dies in the middle of a sentence: the work goes on to a colleague, with what was written', async () => {
  const pace = { rosterPace: { beatMs: 1000, graceMs: 50 }, routing: { settleMs: 100 } };
  const town = await openTown(pace);
  ends.push(() => town.stop());
  const shop = await town.shop('Alfa');
  const site = await openSite(shop);
  const graceSeconds = { realTime: 8, deferred: 8 };
  const settings = { mode: 'assign', wrapUpSeconds: 0, graceSeconds };
  const queue = await shop.owner.ok('POST', '/api/routing/queues', {
    ...{ name: 'Vendas', inboxIds: [site.id], settings },
  });
  const [ana] = (await agents(town, shop, { count: 1, queueId: queue.id, realTime: 1 })) as [Agent];
  await says(town, site, 'Meu pedido não chegou');
  await vi.waitFor(async () => expect(await rowsOf(shop)).toMatchObject([{ agent_id: ana.id }]), soon);
  const mine = await ana.browser.ok('GET', '/api/routing/work');
  const talk = mine.items[0].conversation.id;
  const text = 'Já verifiquei: o seu pedido saiu ontem e';
  await ana.browser.ok('PUT', `/api/conversations/${talk}/draft`, { text });
  const [bia] = (await agents(town, shop, { count: 1, queueId: queue.id, realTime: 1 })) as [Agent];

  // A tunnel: who comes back within the time of grace still has it.
  ana.socket.cut();
  await vi.waitFor(async () => expect((await rowsOf(shop))[0]?.grace_until).not.toBeNull(), soon);
  const again = await open(town, ana.browser);
  await vi.waitFor(
    async () => expect(await rowsOf(shop)).toMatchObject([{ agent_id: ana.id, grace_until: null }]),
    soon,
  );

  again.cut();
  await vi.waitFor(async () => expect((await rowsOf(shop))[0]?.grace_until).not.toBeNull(), soon);
  expect(await rowsOf(shop)).toMatchObject([{ agent_id: ana.id, state: 'active' }]);
  await vi.waitFor(async () => expect(await rowsOf(shop)).toMatchObject([{ agent_id: bia.id }]), soon);
  const theirs = await bia.browser.ok('GET', '/api/routing/work');
  expect(theirs.items).toMatchObject([
    { state: 'active', conversation: { id: talk }, leftDraft: { personId: ana.id, text } },
  ]);
  expect((await bia.browser.ok('GET', `/api/conversations/${talk}`)).assigneeId).toBe(bia.id);
  await vi.waitFor(() => {
    const seen = bia.socket.frames.filter(({ name }) => name === 'work').at(-1)?.data;
    expect(seen).toMatchObject({ conversation: { id: talk }, leftDraft: { text } });
  }, soon);
  // Back at last, she has nothing of it, and what she wrote is still hers.
  const back = await open(town, ana.browser);
  expect((await ana.browser.ok('GET', '/api/routing/work')).items).toEqual([]);
  expect(JSON.stringify(await ana.browser.ok('GET', `/api/conversations/${talk}`))).toContain(text);
  expect(await shop.run(wrongsIn)).toEqual([]);
  for (const socket of [back, bia.socket]) socket.close();
}, 120_000);

const here = (path: string) => JSON.stringify(new URL(`./${path}`, import.meta.url).href);
/** A process that runs routers, on a database that is migrated already. */
const program = `
  const { startApp } = await import(${here('app.ts')});
  const { readConfig } = await import(${here('kernel/config.ts')});
  const { appUrl, systemUrl, ...env } = JSON.parse(process.argv[1]);
  await startApp(readConfig(env), { appUrl, systemUrl });
  console.log('runs');
`;

/** Processes of the role worker, until each is killed. */
async function startWorker(town: Town, env: Record<string, string>): Promise<ChildProcess> {
  const { appUrl, systemUrl } = town.database;
  const given = JSON.stringify({ ...env, ROLES: 'worker', DATA_DIR: town.dataDir, appUrl, systemUrl });
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  ends.push(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

async function openShared(database: TestDatabase) {
  const masterKey = Buffer.alloc(32, 7).toString('base64');
  const urls = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl };
  const env = { ...urls, MASTER_KEY: masterKey, LOG_LEVEL: 'error' };
  const town = await openTown({ database, env: { ...env, ROLES: 'web,live' } });
  ends.push(() => town.stop());
  return { town, env };
}

it('kill -9 of the router in the middle of handing out: the next process goes on, nothing is given twice or forgotten', async () => {
  const database = await testDatabase();
  ends.push(() => database.drop());
  const { town, env } = await openShared(database);
  const workers = [await startWorker(town, env), await startWorker(town, env)];
  const shop = await town.shop('Beta');
  const site = await openSite(shop);
  const settings = { mode: 'assign', wrapUpSeconds: 0, graceSeconds: { realTime: 600, deferred: 600 } };
  const queue = await shop.owner.ok('POST', '/api/routing/queues', {
    ...{ name: 'Vendas', inboxIds: [site.id], settings },
  });
  const people = await agents(town, shop, { count: 3, queueId: queue.id, realTime: 8 });
  const took: number[] = [];
  let written = 0;
  for (const worker of workers) {
    // Of whatever was begun of these the first half is handed out before, the rest after.
    const many = Array.from({ length: 10 }, (_, nth) => says(town, site, `Oi ${written + nth}`));
    written += many.length;
    await Promise.race(many);
    worker.kill('SIGKILL');
    const killed = performance.now();
    await Promise.all(many);
    if (worker === workers.at(-1)) await startWorker(town, env);
    await vi.waitFor(async () => {
      const rows = await rowsOf(shop);
      expect(rows.filter(({ state }) => state === 'active')).toHaveLength(written);
    }, soon);
    took.push(Math.round(performance.now() - killed));
    expect(await shop.run(wrongsIn)).toEqual([]);
  }
  process.stdout.write(`from the kill until everybody is served: ${took.join(', ')} ms\n`);
  // Nobody is full, so nobody waits; and what is too much waits, rather than being too much for somebody.
  expect(await shop.run(idleIn)).toEqual([]);
  const more = Array.from({ length: 8 }, (_, nth) => says(town, site, `Mais ${nth}`));
  await Promise.all(more);
  await vi.waitFor(async () => {
    const rows = await rowsOf(shop);
    const states = rows.map(({ state }) => state).sort();
    expect(states).toEqual([...Array(24).fill('active'), ...Array(4).fill('waiting')]);
  }, soon);
  expect(await shop.run(wrongsIn)).toEqual([]);
  for (const { socket } of people) socket.close();
}, 240_000);
