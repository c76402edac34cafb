import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemActor } from '../../kernel/actor.ts';
import { heldClock } from '../../kernel/clock.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts';
import { soon } from '../../kernel/testing/patience.ts';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import type { Browser, Socket } from '../people/testing-browser.ts';
import { addInbox, addTalk, type Desk } from './factories.ts';

/** Two processes on one database: who looks at a conversation, and who is told. */
let database: TestDatabase;
let here: Town;
let there: Town;
let shop: Shop;
let talk: { id: string };
let other: { id: string };
beforeAll(async () => {
  database = await testDatabase();
  const env = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, ROLES: 'web,live' };
  const rosterPace = { beatMs: 100, graceMs: 2000 };
  here = await openTown({ database, env, rosterPace });
  there = await openTown({ database, env, rosterPace });
  shop = await here.shop('Alfa');
  const { orgId } = shop;
  const [brand] = (await shop.owner.ok('GET', '/api/brands')).items;
  const desk: Desk = {
    kernel: here.kernel,
    clock: heldClock('2026-03-02T12:00:00Z'),
    database,
    orgId,
    brandId: brand.id,
    as: (actor, work) => inTransaction(here.kernel, actor ?? systemActor(orgId), work),
    close: async () => {},
  };
  const inboxId = await addInbox(desk, 'webchat');
  talk = await addTalk(desk, inboxId);
  other = await addTalk(desk, inboxId);
});
afterAll(async () => {
  await there.stop();
  await here.stop();
  await database.drop();
});

async function open(browser: Browser, town: Town, topics: string[]): Promise<Socket> {
  const socket = await browser.socket(town.url);
  socket.send({ t: 'hello', topics, cursor: null });
  await vi.waitFor(() => expect(socket.frames.map(({ t }) => t)).toContain('ready'), soon);
  return socket;
}
type Told = { t: 'viewers'; conversationId: string; people: { id: string; name: string }[] };
const told = (socket: Socket, id: string): Told[] =>
  (socket.frames as unknown as Told[]).filter(
    (frame) => frame.t === 'viewers' && frame.conversationId === id,
  );
const viewersOf = (socket: Socket, id: string): string[] | undefined =>
  told(socket, id)
    .at(-1)
    ?.people.map((person) => person.id)
    .sort();
const becomes = (socket: Socket, id: string, people: string[]) =>
  vi.waitFor(() => expect(viewersOf(socket, id)).toEqual([...people].sort()), soon);
const assign = (assigneeId: string) =>
  shop.owner.ok('PUT', `/api/conversations/${talk.id}/assignment`, { assigneeId });
const view = (socket: Socket, conversationId: string | null) => socket.send({ t: 'viewing', conversationId });

it('who looks is known in the other process, to who comes later, too; two tabs are one; a cut socket looks no more', async () => {
  const agent = await shop.join('agent');
  const first = await open(agent.browser, here, [`conversation:${talk.id}`]);
  const second = await open(agent.browser, there, [`conversation:${talk.id}`]);
  view(first, talk.id);
  view(second, talk.id);
  await becomes(second, talk.id, [agent.id]);
  const owner = await open(shop.owner, there, [`conversation:${talk.id}`]);
  view(owner, talk.id);
  await becomes(owner, talk.id, [agent.id, shop.ownerId]);
  await becomes(first, talk.id, [agent.id, shop.ownerId]);
  first.close();
  view(second, null);
  await becomes(owner, talk.id, [shop.ownerId]);
  owner.close();
  second.close();
});

it('only who may read a conversation counts and is told; taken from them, they are off it at once', async () => {
  const agent = await shop.join('agent', { visibility: 'assigned' });
  await assign(agent.id);
  const topics = [`conversation:${talk.id}`, `conversation:${other.id}`];
  const socket = await open(agent.browser, there, topics);
  expect(socket.frames).toContainEqual({ t: 'refused', topic: topics[1], code: 'not_found' });
  view(socket, other.id);
  view(socket, talk.id);
  await becomes(socket, talk.id, [agent.id]);
  expect(told(socket, other.id)).toEqual([]);
  const owner = await open(shop.owner, here, topics);
  view(owner, talk.id);
  await becomes(owner, talk.id, [agent.id, shop.ownerId]);
  await assign(shop.ownerId);
  await becomes(owner, talk.id, [shop.ownerId]);
  await vi.waitFor(
    () => expect(socket.frames.map((frame) => frame.name)).toContain('conversation.gone'),
    soon,
  );
  owner.send({ t: 'typing', conversationId: talk.id, on: true });
  const third = await open((await shop.join('supervisor')).browser, there, topics);
  view(third, talk.id);
  await vi.waitFor(() => expect(viewersOf(third, talk.id)).toHaveLength(2), soon);
  // Neither of these reached who may not see it any more.
  expect(viewersOf(socket, talk.id)).toEqual([agent.id, shop.ownerId].sort());
  expect(socket.frames.map(({ t }) => t)).not.toContain('typing');
});
