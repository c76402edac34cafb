import { randomUUID } from 'node:crypto';
import type { WorkItem } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { addPerson, addTeam, eventsAfter, type Talk } from '../../conversations/factories.ts';
import { changeStatus } from '../../conversations/index.ts';
import { presentRouting } from '../present.ts';
import { listQueueItems } from '../queues/list-queue-items.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, writes } from '../testing-house.ts';
import { pullWork } from '../work/pull-work.ts';
import { releaseWork } from '../work/release-work.ts';
import { takeOverWork } from '../work/take-over-work.ts';
import { listenIn } from './listen-in.ts';
import { presentWhispers } from './present.ts';
import { readConversationWork } from './read-conversation-work.ts';
import { readWallboard } from './read-wallboard.ts';
import { whisper } from './whisper.ts';

/** What who leads sees of a day is what happened in it, and what they do about it is kept. */
let house: RoutedHouse;
let boss: PersonActor;
let ana: PersonActor;
let inboxId = '';
let queueId = '';
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
  boss = await addPerson(house.desk, { name: 'Teresa', role: 'supervisor' });
  inboxId = await inboxOf(house, 'chat');
  queueId = await house.queue('Balcão', { mode: 'pull' }, [inboxId]);
  ana = await house.agent('Ana', [queueId]);
  house.online(ana);
});
afterAll(() => house.close());

const query = { hours: 24, realTime: 20, deferred: 3600 };
const board = () => house.desk.as(boss, (ctx) => readWallboard(ctx, { query }));
const day = async () => (await board()).queues.find((one) => one.queueId === queueId);
const resolve = (id: string) =>
  house.desk.as(boss, (ctx) => changeStatus(ctx, { conversationId: id, status: 'resolved' }));

/** As if somebody had given it away, and nothing else had happened. */
const give = (id: string, assigneeId: string, teamId: string | null) =>
  house.desk.as(null, (ctx) =>
    ctx.db
      .updateTable('conversations')
      .set({ assignee_id: assigneeId, team_id: teamId })
      .where('id', '=', id)
      .execute(),
  );

/** Comes, waits so long (s), is taken. */
async function waitsAndIsTaken(seconds: number) {
  const talk = await writes(house, inboxId);
  const item = await becomes(house, talk, { state: 'waiting' });
  house.pass(seconds * 1000);
  await house.desk.as(ana, (ctx) => pullWork(ctx, { params: { id: item.id } }));
  return { talk, item };
}

/** The visitor goes while they wait, as recoveries note it. */
const leaves = (talk: Talk, state = 'open') =>
  house.desk.as(null, async (ctx) => {
    const now = ctx.clock.now();
    await sql`INSERT INTO abandonments (org_id, id, kind, customer_id, conversation_id, inbox_id, at, state, ends_at, created_at,
        settled_at)
      VALUES (${ctx.orgId}, ${ctx.ids.uuid()}, 'chat_left', ${talk.customerId}, ${talk.id}, ${talk.inboxId}, ${now}, ${state},
        ${now}, ${now}, ${state === 'open' ? null : now})`.execute(ctx.db);
  });

it('counts who came, who was taken in time, who left; a wait begins anew with each way back', async () => {
  for (const seconds of [10, 30, 20]) {
    const { talk } = await waitsAndIsTaken(seconds);
    await resolve(talk.id);
  }
  const left = await writes(house, inboxId);
  await becomes(house, left, { state: 'waiting' });
  house.pass(40_000);
  // Their browser is gone; somebody tidies up afterwards.
  await leaves(left);
  await resolve(left.id);
  await becomes(house, left, { state: 'done' });
  // Nobody left here: it was resolved, and answered, without being begun.
  const spam = await writes(house, inboxId);
  await becomes(house, spam, { state: 'waiting' });
  await resolve(spam.id);
  await becomes(house, spam, { state: 'done' });
  const { talk, item } = await waitsAndIsTaken(5);
  await house.desk.as(ana, (ctx) => releaseWork(ctx, { params: { id: item.id }, body: { note: '' } }));
  await becomes(house, talk, { state: 'waiting' });
  expect(await day()).toMatchObject({
    ...{ arrived: 7, begun: 4, within: 3, abandoned: 1, settled: 1 },
    ...{ meanWaitMs: (10 + 30 + 20 + 5) * 250, longestWaitMs: 40_000 },
  });
  house.pass(60_000);
  await house.desk.as(ana, (ctx) => pullWork(ctx, { params: { id: item.id } }));
  const now = await day();
  expect(now).toMatchObject({ arrived: 7, begun: 5, within: 3, longestWaitMs: 60_000 });
  // 165 s of somebody waiting for five that were begun: the next one's turn comes in seconds to two minutes.
  expect(now?.estimate?.lowMs).toBeGreaterThan(2_000);
  expect(now?.estimate?.highMs).toBeLessThan(130_000);
  expect((await board()).held.map((one) => one.id)).toEqual([item.id]);
  const { held } = await house.desk.as(boss, (ctx) => readWallboard(ctx, { query: { ...query, hours: 1 } }));
  expect(held).toHaveLength(1);
  await resolve(talk.id);
});

it('who waits already longer than is in time is late before anybody begins, by the limit of what they wait for', async () => {
  const before = await day();
  expect(before).toMatchObject({ overdue: 0, nextOverdueAt: null });
  const talk = await writes(house, inboxId);
  const item = await becomes(house, talk, { state: 'waiting' });
  const { overdue, nextOverdueAt } = (await day()) ?? {};
  expect(overdue).toBe(0);
  expect(Date.parse(nextOverdueAt ?? '')).toBe(item.waiting_since.getTime() + 20_000);
  // Exactly as long as is in time is in time.
  house.pass(Date.parse(nextOverdueAt ?? '') - house.desk.clock.now().getTime());
  expect(await day()).toMatchObject({ overdue: 0, begun: before?.begun });
  house.pass(1);
  expect(await day()).toMatchObject({ overdue: 1, nextOverdueAt: null, begun: before?.begun });
  const read = (change: Partial<typeof query>) =>
    house.desk.as(boss, (ctx) => readWallboard(ctx, { query: { ...query, ...change } }));
  const lateIn = async (change: Partial<typeof query>) =>
    (await read(change)).queues.find((one) => one.queueId === queueId)?.overdue;
  expect(await lateIn({ realTime: 60 })).toBe(0);
  expect(await lateIn({ deferred: 5 })).toBe(1);
  // Forgotten for longer than the figures reach back: still waiting, still late, though nobody came in this stretch.
  house.pass(40 * 3_600_000);
  expect(await lateIn({ hours: 1 })).toBe(1);
  expect((await read({ hours: 1 })).queues.find((one) => one.queueId === queueId)?.arrived).toBe(0);
  await house.desk.as(ana, (ctx) => pullWork(ctx, { params: { id: item.id } }));
  expect(await day()).toMatchObject({ overdue: 0, nextOverdueAt: null });
  await resolve(talk.id);
});

it('a whisper is a note in the conversation, rings only who has the work, and is kept', async () => {
  const { talk, item } = await waitsAndIsTaken(1);
  const params = { id: item.id };
  const body = { clientId: randomUUID(), text: 'Ofereça o frete grátis' };
  await house.desk.as(boss, (ctx) => whisper(ctx, { params, body }));
  await house.desk.as(boss, (ctx) => listenIn(ctx, { params }));
  const events = await eventsAfter(house.desk, { tx: '0', id: 0 });
  const frames = await presentWhispers(house.desk.kernel, events, { topic: () => true } as never);
  expect(frames.map(({ data }) => data)).toMatchObject([
    { conversationId: talk.id, text: 'Ofereça o frete grátis', fromName: 'Teresa' },
  ]);
  expect(frames[0]?.visibleTo(ana)).toBe(true);
  expect(frames[0]?.visibleTo(boss)).toBe(false);
  // Of what was said before they lost it, nobody who comes back is told.
  const narrow: PersonActor = { ...ana, visibility: 'assigned' };
  expect(frames[0]?.visibleTo(narrow)).toBe(true);
  const teamId = await addTeam(house.desk, 'Outros');
  await give(talk.id, boss.id, teamId);
  const later = await presentWhispers(house.desk.kernel, events, { topic: () => true } as never);
  expect(later.map(({ visibleTo }) => visibleTo(narrow))).toEqual([false]);
  await give(talk.id, ana.id, null);
  const notes = await house.desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('messages')
      .select(['visibility', 'author_id'])
      .where('conversation_id', '=', talk.id)
      .where('author_kind', '=', 'person')
      .execute(),
  );
  expect(notes).toEqual([{ visibility: 'internal', author_id: boss.id }]);
  const audited = await house.desk.as(null, (ctx) =>
    ctx.db.selectFrom('audit_entries').select('action').where('action', 'like', 'work.%').execute(),
  );
  expect(audited.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['work.whispered', 'work.listened']),
  );
  const seen = await house.desk.as(boss, (ctx) => readConversationWork(ctx, { params: { id: talk.id } }));
  expect(seen.item).toMatchObject({ id: item.id, agentId: ana.id });
  await expect(house.desk.as(ana, (ctx) => whisper(ctx, { params, body }))).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(house.desk.as(ana, (ctx) => readWallboard(ctx, { query }))).rejects.toMatchObject({
    code: 'forbidden',
  });
  await resolve(talk.id);
  await becomes(house, talk, { state: 'done' });
  await expect(
    house.desk.as(boss, (ctx) => whisper(ctx, { params, body: { ...body, clientId: randomUUID() } })),
  ).rejects.toMatchObject({ code: 'not_found' });
});

it('what waits has nobody to whisper to', async () => {
  const talk = await writes(house, inboxId);
  const item = await becomes(house, talk, { state: 'waiting' });
  const body = { clientId: randomUUID(), text: 'Alguém?' };
  await expect(
    house.desk.as(boss, (ctx) => whisper(ctx, { params: { id: item.id }, body })),
  ).rejects.toMatchObject({ code: 'conflict' });
});

it('who leads and does not see a conversation is told that there is work, and nothing of it', async () => {
  const { desk } = house;
  const teamId = await addTeam(desk, 'Cofre');
  const rui = await addPerson(desk, { name: 'Rui', role: 'supervisor', visibility: 'team' });
  const talk = await writes(house, inboxId, { teamId, text: 'segredo do cofre' });
  const waiting = await becomes(house, talk, { state: 'waiting' });
  const params = { id: waiting.id };
  const asRui = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> => desk.as(rui, work);
  const listed = (state: 'waiting' | 'all') =>
    asRui((ctx) => listQueueItems(ctx, { params: { id: queueId }, query: { state, limit: 50 } }));
  const unseen = { id: waiting.id, conversation: null };
  expect((await listed('waiting')).items).toContainEqual(expect.objectContaining(unseen));
  await expect(asRui((ctx) => takeOverWork(ctx, { params }))).rejects.toMatchObject({ code: 'not_found' });
  await desk.as(ana, (ctx) => pullWork(ctx, { params }));
  expect((await asRui((ctx) => readWallboard(ctx, { query }))).held).toMatchObject([unseen]);
  expect((await board()).held).toMatchObject([{ conversation: { preview: 'segredo do cofre' } }]);
  expect((await listed('all')).items).toContainEqual(expect.objectContaining(unseen));
  const body = { note: '' };
  await expect(asRui((ctx) => releaseWork(ctx, { params, body }))).rejects.toMatchObject({
    code: 'not_found',
  });
  const events = await eventsAfter(desk, { tx: '0', id: 0 });
  const frames = (await presentRouting(desk.kernel, events, { topic: () => true } as never)).filter(
    ({ name, data }) => name === 'work' && (data as WorkItem).id === waiting.id,
  );
  const toldTo = (actor: PersonActor) =>
    frames.filter(({ visibleTo }) => visibleTo(actor)).map(({ data }) => (data as WorkItem).conversation);
  expect(toldTo(rui)).toEqual([null]);
  for (const actor of [boss, ana]) expect(toldTo(actor)).toMatchObject([{ preview: 'segredo do cofre' }]);
  await resolve(talk.id);
});
