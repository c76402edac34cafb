import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemActor } from './kernel/actor.ts';
import { heldClock } from './kernel/clock.ts';
import { inTransaction } from './kernel/ctx.ts';
import { soon } from './kernel/testing/patience.ts';
import { addInbox, addTalk, addTeam, type Desk, type Talk } from './modules/conversations/factories.ts';
import { openTown, type Shop, type Town } from './modules/customers/testing.ts';
import type { Browser, Frame, Socket } from './modules/people/testing-browser.ts';

/** What an open socket tells after its person may see less, and what one that comes back with an old cursor is told. */

let town: Town;
let shop: Shop;
let desk: Desk;
let inboxId = '';
beforeAll(async () => {
  town = await openTown({ env: { ROLES: 'web,live' } });
  shop = await town.shop('Alfa');
  const { orgId } = shop;
  const [brand] = (await shop.owner.ok('GET', '/api/brands')).items;
  desk = {
    kernel: town.kernel,
    clock: heldClock('2026-03-02T12:00:00Z'),
    database: town.database,
    orgId,
    brandId: brand.id,
    as: (actor, work) => inTransaction(town.kernel, actor ?? systemActor(orgId), work),
    close: async () => {},
  };
  inboxId = await addInbox(desk, 'webchat');
});
afterAll(() => town?.stop());

const secret = 'xilindrodourado';
type Colleague = { id: string; browser: Browser };
type Told = Frame & { cursor?: string; conversationId?: string };

async function open(browser: Browser, talks: Talk[], cursor: string | null = null): Promise<Socket> {
  const socket = await browser.socket(town.url);
  socket.send({ t: 'hello', topics: talks.map(({ id }) => `conversation:${id}`), cursor });
  await vi.waitFor(() => expect(socket.frames.map(({ t }) => t)).toContain('ready'), soon);
  return socket;
}
const note = (talk: Talk, text: string) =>
  shop.owner.ok('POST', `/api/conversations/${talk.id}/messages`, {
    ...{ clientId: randomUUID(), content: { v: 1, kind: 'text', text }, internal: true },
  });
const assign = (talk: Talk, body: { assigneeId?: string | null; teamId?: string | null }) =>
  shop.owner.ok('PUT', `/api/conversations/${talk.id}/assignment`, body);
const change = (who: Colleague, body: object) => shop.owner.ok('PATCH', `/api/people/${who.id}`, body);
const textOf = (socket: Socket, from = 0): string => JSON.stringify(socket.frames.slice(from));
const cursorOf = (socket: Socket): string =>
  (socket.frames as Told[]).flatMap(({ cursor }) => cursor ?? []).at(-1) ?? '';
/** Of all that was said before, nothing is still on its way: what is said now has come. */
async function settled(socket: Socket, own: Talk): Promise<void> {
  const mark = `sinal ${randomUUID()}`;
  await note(own, mark);
  await vi.waitFor(() => expect(textOf(socket)).toContain(mark), soon);
}

/** Somebody at work with two conversations open: one that stays theirs, one that does not. */
async function atWork(options: Parameters<Shop['join']>[1] = {}, teamId: string | null = null) {
  const who = await shop.join('agent', options);
  const own = await addTalk(desk, inboxId, { assigneeId: who.id });
  const other = await addTalk(desk, inboxId, { assigneeId: shop.ownerId, teamId });
  return { who, own, other };
}

/** The owner types, looks and writes in a conversation; another socket that may see it gets all of it. */
async function goesOn(talk: Talk): Promise<void> {
  const owner = await open(shop.owner, [talk]);
  const witness = await open((await shop.join('supervisor')).browser, [talk]);
  owner.send({ t: 'viewing', conversationId: talk.id });
  owner.send({ t: 'typing', conversationId: talk.id, on: true });
  await note(talk, secret);
  await vi.waitFor(() => {
    expect(textOf(witness)).toContain(secret);
    const heard = (witness.frames as Told[]).filter((frame) => frame.conversationId === talk.id);
    expect(heard.map(({ t }) => t).sort()).toEqual(['typing', 'viewers']);
  }, soon);
  owner.close();
  witness.close();
}
const heardOf = (socket: Socket, talk: Talk, from: number): string[] =>
  (socket.frames.slice(from) as Told[]).flatMap((frame) =>
    JSON.stringify(frame).includes(talk.id) && frame.name !== 'conversation.gone'
      ? [frame.name ?? frame.t]
      : [],
  );

it('with less to see, an open socket hears no word, no typing and nobody who looks', async () => {
  const { who, own, other } = await atWork();
  const socket = await open(who.browser, [own, other]);
  await settled(socket, own);
  const from = socket.frames.length;
  await change(who, { visibility: 'assigned' });
  await vi.waitFor(() => expect(textOf(socket, from)).toContain('"people"'), soon);
  await goesOn(other);
  await settled(socket, own);
  expect(heardOf(socket, other, from)).toEqual([]);
  expect(textOf(socket)).not.toContain(secret);
  socket.close();
});

it('nor who leaves a team, of what is the team’s', async () => {
  const teamId = await addTeam(desk, 'Cofre');
  const { who, own, other } = await atWork({ visibility: 'team' }, teamId);
  await change(who, { teamIds: [teamId] });
  const socket = await open(who.browser, [own, other]);
  expect(socket.frames.map(({ t }) => t)).not.toContain('refused');
  await settled(socket, own);
  const from = socket.frames.length;
  await change(who, { teamIds: [] });
  await vi.waitFor(() => expect(textOf(socket, from)).toContain('"people"'), soon);
  await goesOn(other);
  await settled(socket, own);
  expect(heardOf(socket, other, from)).toEqual([]);
  expect(textOf(socket)).not.toContain(secret);
  socket.close();
});

it('nor who asked not to be told of lists: what goes out of sight is closed all the same', async () => {
  const { who, own, other } = await atWork({ visibility: 'assigned' });
  await assign(other, { assigneeId: who.id });
  const socket = await open(who.browser, [own, other]);
  socket.send({ t: 'unfollow', topic: 'desk' });
  await settled(socket, own);
  const from = socket.frames.length;
  await assign(other, { assigneeId: shop.ownerId });
  await goesOn(other);
  await settled(socket, own);
  expect(heardOf(socket, other, from)).toEqual([]);
  expect(textOf(socket)).toContain('conversation.gone');
  socket.close();
});

it('an old cursor brings back nothing of what went out of sight meanwhile, but that it is gone', async () => {
  const { who, own, other } = await atWork({ visibility: 'assigned' });
  await assign(other, { assigneeId: who.id });
  const before = await open(who.browser, [own, other]);
  await settled(before, own);
  const cursor = cursorOf(before);
  before.close();
  await note(other, secret);
  await assign(other, { assigneeId: shop.ownerId });
  const again = await open(who.browser, [own, other], cursor);
  await settled(again, own);
  expect(textOf(again)).not.toContain(secret);
  expect(again.frames).toContainEqual({ t: 'refused', topic: `conversation:${other.id}`, code: 'not_found' });
  expect(again.frames).toContainEqual(
    expect.objectContaining({ name: 'conversation.gone', data: { id: other.id } }),
  );
  again.close();
});

it('nor with rights that were lost meanwhile', async () => {
  const { who, own, other } = await atWork();
  const before = await open(who.browser, [own, other]);
  await settled(before, own);
  const cursor = cursorOf(before);
  before.close();
  await note(other, secret);
  await change(who, { visibility: 'assigned' });
  const again = await open(who.browser, [own, other], cursor);
  await settled(again, own);
  expect(textOf(again)).not.toContain(secret);
  expect(heardOf(again, other, 0)).toEqual(['refused']);
  // Their desk is told that their rights are others, and asks anew.
  expect(textOf(again)).toContain('"people"');
  again.close();
});
