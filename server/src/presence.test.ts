import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from './kernel/testing/database.ts';
import { soon } from './kernel/testing/patience.ts';
import { recordStatements } from './kernel/testing/wire.ts';
import { openTown, type Shop, type Town } from './modules/customers/testing.ts';
import type { Browser, Socket } from './modules/people/testing-browser.ts';

/** Two processes on one database; presence falls faster than in life, yet a busy machine is not taken for a dead process. */
const pace = { beatMs: 100, graceMs: 2000 };
let database: TestDatabase;
let here: Town;
let there: Town;
let shop: Shop;
beforeAll(async () => {
  database = await testDatabase();
  const env = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, ROLES: 'web,live' };
  here = await openTown({ database, env, rosterPace: pace });
  there = await openTown({ database, env, rosterPace: pace });
  shop = await here.shop('Alfa');
});
afterAll(async () => {
  await there.stop();
  await here.stop();
  await database.drop();
});

type Told = { t: 'presence'; whole: boolean; people: { id: string; state: string }[] };

async function open(browser: Browser, town: Town, topics: string[] = []): Promise<Socket> {
  const socket = await browser.socket(town.url);
  socket.send({ t: 'hello', topics, cursor: null });
  await vi.waitFor(() => expect(socket.frames.map(({ t }) => t)).toContain('presence'), soon);
  return socket;
}

/** The state of a person as a client that keeps the frames knows it. */
function stateOf(socket: Socket, id: string): string {
  let known = new Map<string, string>();
  for (const frame of socket.frames as unknown as Told[]) {
    if (frame.t !== 'presence') continue;
    if (frame.whole) known = new Map();
    for (const person of frame.people) known.set(person.id, person.state);
  }
  return known.get(id) ?? 'offline';
}
const becomes = (socket: Socket, id: string, state: string) =>
  vi.waitFor(() => expect(stateOf(socket, id)).toBe(state), soon);
const statesOf = (socket: Socket, id: string): string[] =>
  (socket.frames as unknown as Told[]).flatMap((frame) =>
    frame.t === 'presence' ? frame.people.filter((person) => person.id === id).map(({ state }) => state) : [],
  );

it('online in one process is seen in the other; several tabs are one; after the last one a grace', async () => {
  const watching = await open(shop.owner, there);
  const { id, browser } = await shop.join('agent');
  const first = await open(browser, here);
  await becomes(watching, id, 'available');
  const second = await open(browser, there);
  first.close();
  // The same page again, within the grace: nobody is told of it.
  second.close();
  const third = await open(browser, here);
  await vi.waitFor(() => expect(stateOf(third, shop.ownerId)).toBe('available'), soon);
  const at = performance.now();
  third.close();
  await becomes(watching, id, 'offline');
  expect(performance.now() - at).toBeGreaterThan(pace.graceMs * 0.9);
  expect(statesOf(watching, id)).toEqual(['available', 'offline']);
  watching.close();
});

it('away holds in every tab and process, until said otherwise; what a browser remembers does not undo it', async () => {
  const watching = await open(shop.owner, there);
  const { id, browser } = await shop.join('agent');
  const one = await open(browser, here);
  const other = await open(browser, there);
  await becomes(watching, id, 'available');
  const early = here.kernel.clock.now().getTime() - 60_000;
  one.send({ t: 'presence', state: 'away' });
  await becomes(watching, id, 'away');
  await becomes(other, id, 'away');
  other.send({ t: 'presence', state: 'available', since: early });
  // The tab in which it was said goes; the other one keeps the word.
  one.close();
  await vi.waitFor(() => expect(other.frames.length).toBeGreaterThan(1), soon);
  const later = await open(browser, here);
  expect(stateOf(later, id)).toBe('away');
  later.send({ t: 'presence', state: 'available' });
  await becomes(watching, id, 'available');
  expect(statesOf(watching, id).filter((state) => state === 'offline')).toEqual([]);
  for (const socket of [other, later, watching]) socket.close();
});

it('who signs out is offline at once', async () => {
  const watching = await open(shop.owner, there);
  const { id, browser } = await shop.join('agent');
  await open(browser, here);
  await becomes(watching, id, 'available');
  const at = performance.now();
  await browser.ok('DELETE', '/api/session');
  await becomes(watching, id, 'offline');
  expect(performance.now() - at).toBeLessThan(pace.graceMs);
  watching.close();
});

it('another organisation, and who may not read people, are told of nobody', async () => {
  const beta = await here.shop('Beta');
  const foreign = await open(beta.owner, here);
  const { id, browser } = await shop.join('agent');
  const agent = await open(browser, here);
  await becomes(agent, id, 'available');
  await shop.owner.ok('PUT', '/api/roles/agent', { permissions: ['canned.read'] });
  await vi.waitFor(
    () => expect(agent.frames).toContainEqual({ t: 'presence', whole: true, people: [] }),
    soon,
  );
  const owner = await open(shop.owner, there);
  await becomes(owner, id, 'available');
  expect(stateOf(agent, shop.ownerId)).toBe('offline');
  await shop.owner.ok('PUT', '/api/roles/agent', { permissions: ['people.read', 'conversations.read'] });
  await becomes(agent, shop.ownerId, 'available');
  expect(JSON.stringify(foreign.frames)).not.toContain(id);
  expect(stateOf(foreign, beta.ownerId)).toBe('available');
  for (const socket of [foreign, agent, owner]) socket.close();
});

it('a process that dies takes its people with it, in the others', async () => {
  const env = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, ROLES: 'web,live' };
  const third = await openTown({ database, env, rosterPace: pace });
  const watching = await open(shop.owner, there);
  const { id, browser } = await shop.join('agent');
  await open(browser, third);
  await becomes(watching, id, 'available');
  // As after kill -9: it says nothing more, not even good-bye.
  third.kernel.bus.signal = () => {};
  await becomes(watching, id, 'offline');
  await third.stop();
  watching.close();
});

it('presence asks the database nothing, in coming, choosing, and lasting', async () => {
  const own = await testDatabase();
  const recorder = await recordStatements(own);
  const alone = await openTown({
    database: recorder.database,
    env: { ROLES: 'web,live' },
    rosterPace: pace,
  });
  const home = await alone.shop('Gama');
  const people = [];
  for (let n = 0; n < 5; n += 1) people.push(await home.join('agent'));
  const watching = await open(home.owner, alone);
  const sockets = await Promise.all(people.map(({ browser }) => open(browser, alone)));
  await Promise.all(people.map(({ id }) => becomes(watching, id, 'available')));
  const before = recorder.statements.length;
  expect(before).toBeGreaterThan(0);
  for (const socket of sockets) socket.send({ t: 'presence', state: 'away' });
  await Promise.all(people.map(({ id }) => becomes(watching, id, 'away')));
  for (const socket of sockets) socket.close();
  await Promise.all(people.map(({ id }) => becomes(watching, id, 'offline')));
  // Reading the log goes on beside it, as long as anybody's transaction holds it back.
  const reading = /FROM events|^(BEGIN|COMMIT)$/;
  expect(recorder.statements.slice(before).filter(({ text }) => !reading.test(text))).toEqual([]);
  watching.close();
  await alone.stop();
  await recorder.stop();
  await own.drop();
});
