import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { assignConversation, changeStatus } from '../conversations/index.ts';
import { readWork } from './agents/read-work.ts';
import {
  answers,
  becomes,
  inboxOf,
  openRoutedHouse,
  type RoutedHouse,
  soon,
  writes,
  writesAgain,
} from './testing-house.ts';
import { acceptWork } from './work/accept-work.ts';
import { declineWork } from './work/decline-work.ts';
import { pullNext } from './work/pull-next.ts';
import { pullWork } from './work/pull-work.ts';
import { releaseWork } from './work/release-work.ts';

let house: RoutedHouse;
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
});
afterAll(() => house.close());

const scene = async (channel: string, settings: Parameters<RoutedHouse['queue']>[1] = {}) => {
  const inboxId = await inboxOf(house, channel);
  const name = `Fila ${house.desk.kernel.ids.digits(8)}`;
  return { inboxId, queueId: await house.queue(name, settings, [inboxId]) };
};
const conversation = (id: string) =>
  house.desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('conversations')
      .select(['assignee_id', 'status'])
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  );

it('a conversation without a queue is nobody’s business; one of a queue is offered, accepted and assigned', async () => {
  const { inboxId, queueId } = await scene('chat');
  const ana = await house.agent('Ana', [queueId]);
  house.online(ana);
  const other = await writes(house, await inboxOf(house, 'chat'));
  const talk = await writes(house, inboxId);
  const item = await becomes(house, talk, { state: 'offered', agent_id: ana.id });
  expect((await conversation(talk.id)).assignee_id).toBeNull();
  const shown = await house.desk.as(ana, (ctx) => acceptWork(ctx, { params: { id: item.id } }));
  expect(shown).toMatchObject({
    state: 'active',
    agentId: ana.id,
    conversation: { id: talk.id, preview: 'Bom dia' },
  });
  expect((await conversation(talk.id)).assignee_id).toBe(ana.id);
  expect(await house.itemOf(other)).toBeUndefined();
  const mine = await house.desk.as(ana, (ctx) => readWork(ctx));
  expect(mine).toMatchObject({
    agent: { presence: 'available', load: { realTime: 1 } },
    items: [{ id: item.id }],
  });
  house.offline(ana);
});

it('capacity holds: a second contact waits; resolved, the next one comes; deferred work stands still meanwhile', async () => {
  const { inboxId, queueId } = await scene('chat', { mode: 'assign' });
  const letters = await inboxOf(house, 'letter');
  const mail = await house.queue(`Correio ${queueId}`, { mode: 'assign' }, [letters]);
  const ana = await house.agent('Ana', [queueId, mail]);
  house.online(ana);
  const letter = await writes(house, letters);
  await becomes(house, letter, { state: 'active', agent_id: ana.id });
  const first = await writes(house, inboxId);
  await becomes(house, first, { state: 'active', agent_id: ana.id });
  await becomes(house, letter, { state: 'paused', agent_id: ana.id });
  const second = await writes(house, inboxId);
  await becomes(house, second, { state: 'waiting' });
  // Answered, but open: the contact goes on.
  await answers(house, first, ana);
  await house.desk.as(ana, (ctx) => changeStatus(ctx, { conversationId: first.id, status: 'resolved' }));
  await becomes(house, second, { state: 'active', agent_id: ana.id });
  await house.desk.as(ana, (ctx) => changeStatus(ctx, { conversationId: second.id, status: 'resolved' }));
  await becomes(house, letter, { state: 'active', agent_id: ana.id });
  // Deferred work that is answered is done, though the conversation stays open; the next letter goes to who had it.
  await answers(house, letter, ana);
  await becomes(house, letter, { state: 'done' });
  expect((await conversation(letter.id)).assignee_id).toBe(ana.id);
  await writesAgain(house, letter);
  await becomes(house, letter, { state: 'active', agent_id: ana.id });
  house.offline(ana);
});

it('an offer that is declined or passes goes on; who lets two pass is away', async () => {
  const { inboxId, queueId } = await scene('chat', { offerSeconds: 20 });
  const [ana, bia] = [await house.agent('Ana', [queueId]), await house.agent('Bia', [queueId])];
  house.online(ana);
  const talk = await writes(house, inboxId);
  const item = await becomes(house, talk, { state: 'offered', agent_id: ana.id });
  house.online(bia);
  const body = { reason: 'Almoço' };
  await house.desk.as(ana, (ctx) => declineWork(ctx, { params: { id: item.id }, body }));
  await becomes(house, talk, { state: 'offered', agent_id: bia.id });
  await expect(
    house.desk.as(ana, (ctx) => acceptWork(ctx, { params: { id: item.id } })),
  ).rejects.toMatchObject({ code: 'taken' });
  house.pass(19_000);
  await becomes(house, talk, { state: 'offered', agent_id: bia.id });
  house.pass(1_500);
  // Nobody may be asked again yet: Ana declined, Bia let it pass.
  await becomes(house, talk, { state: 'waiting' });
  const second = await writes(house, inboxId);
  await vi.waitFor(async () => expect((await house.itemOf(second))?.state).toBe('offered'), soon);
  for (let nth = 0; nth < 6; nth += 1) {
    house.pass(21_000);
    await vi.waitFor(async () => expect((await house.itemOf(second))?.attempts).toBeGreaterThan(0), soon);
  }
  await vi.waitFor(async () => {
    const { agent } = await house.desk.as(bia, (ctx) => readWork(ctx));
    expect(agent).toMatchObject({ presence: 'away', reason: 'missed_offers' });
  }, soon);
  const spells = await house.desk.as(null, async (ctx) =>
    ctx.db
      .selectFrom('work_spells')
      .select(['ended', 'words', 'agent_id'])
      .where('item_id', '=', item.id)
      .execute(),
  );
  expect(spells).toContainEqual({ ended: 'declined', words: 'Almoço', agent_id: ana.id });
  expect(spells).toContainEqual({ ended: 'timed_out', words: null, agent_id: bia.id });
  for (const person of [ana, bia]) house.offline(person);
});

it('a browser that dies: the work stays for a while, then goes back, with its draft', async () => {
  const { inboxId, queueId } = await scene('chat', {
    mode: 'assign',
    graceSeconds: { realTime: 60, deferred: 60 },
  });
  const [ana, bia] = [await house.agent('Ana', [queueId]), await house.agent('Bia', [queueId])];
  house.online(ana);
  const talk = await writes(house, inboxId);
  await becomes(house, talk, { state: 'active', agent_id: ana.id });
  await house.desk.as(ana, (ctx) =>
    ctx.db
      .insertInto('drafts')
      .values({
        org_id: ctx.orgId,
        conversation_id: talk.id,
        person_id: ana.id,
        text: 'Já verifiquei o pedido',
      })
      .execute(),
  );
  house.online(bia);
  house.pass(20_000);
  house.offline(ana);
  await vi.waitFor(async () => expect((await house.itemOf(talk))?.grace_until).not.toBeNull(), soon);
  house.pass(40_000);
  await becomes(house, talk, { state: 'active', agent_id: ana.id });
  house.pass(25_000);
  await becomes(house, talk, { state: 'active', agent_id: bia.id });
  expect((await conversation(talk.id)).assignee_id).toBe(bia.id);
  const { items } = await house.desk.as(bia, (ctx) => readWork(ctx));
  expect(items[0]?.leftDraft).toMatchObject({ personId: ana.id, text: 'Já verifiquei o pedido' });
  house.offline(bia);
});

it('given by hand it follows, as far as there is room', async () => {
  const { inboxId, queueId } = await scene('chat', { mode: 'pull' });
  const [ana, bia] = [await house.agent('Ana', [queueId]), await house.agent('Bia', [queueId])];
  for (const person of [ana, bia]) house.online(person);
  const [first, second] = [await writes(house, inboxId), await writes(house, inboxId)];
  const item = await becomes(house, second, { state: 'waiting' });
  await becomes(house, first, { state: 'waiting' });
  const give = (id: string, assigneeId: string | null) =>
    house.desk.as(house.boss, (ctx) => assignConversation(ctx, { conversationId: id, assigneeId }));
  await give(first.id, ana.id);
  await becomes(house, first, { state: 'active', agent_id: ana.id });
  await expect(give(second.id, ana.id)).rejects.toMatchObject({ code: 'no_capacity' });
  expect((await conversation(second.id)).assignee_id).toBeNull();
  await expect(house.desk.as(ana, (ctx) => pullWork(ctx, { params: { id: item.id } }))).rejects.toMatchObject(
    { code: 'no_capacity' },
  );
  expect((await house.desk.as(bia, (ctx) => pullNext(ctx, { body: {} }))).item?.id).toBe(item.id);
  await give(first.id, null);
  await becomes(house, first, { state: 'waiting' });
  // Somebody who is no agent keeps it: the router has no say any more.
  await give(first.id, house.boss.id);
  await becomes(house, first, { state: 'done' });
  for (const person of [ana, bia]) house.offline(person);
});

it('handed over with a word: to another queue, and to a colleague at once when there is room', async () => {
  const { inboxId, queueId } = await scene('chat', { mode: 'assign' });
  const other = await house.queue(`Financeiro ${queueId}`, { mode: 'offer' });
  const [ana, bia] = [await house.agent('Ana', [queueId]), await house.agent('Bia', [other])];
  for (const person of [ana, bia]) house.online(person);
  const talk = await writes(house, inboxId);
  const item = await becomes(house, talk, { state: 'active', agent_id: ana.id });
  const release = (body: { queueId?: string; agentId?: string; note: string }, by = ana) =>
    house.desk.as(by, (ctx) => releaseWork(ctx, { params: { id: item.id }, body }));
  await release({ queueId: other, note: 'Quer segunda via do boleto' });
  await becomes(house, talk, { state: 'offered', agent_id: bia.id, queue_id: other });
  expect((await conversation(talk.id)).assignee_id).toBeNull();
  const notes = await house.desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('messages')
      .select(['author_id', sql<string>`content->>'text'`.as('text')])
      .where('conversation_id', '=', talk.id)
      .execute(),
  );
  expect(notes).toContainEqual({ author_id: ana.id, text: 'Quer segunda via do boleto' });
  await house.desk.as(bia, (ctx) => acceptWork(ctx, { params: { id: item.id } }));
  await release({ agentId: ana.id, note: '' }, bia);
  expect(await house.itemOf(talk)).toMatchObject({ state: 'active', agent_id: ana.id, left_by: bia.id });
  await expect(release({ note: '' }, bia)).rejects.toMatchObject({ code: 'taken' });
  for (const person of [ana, bia]) house.offline(person);
});

it('what happened while no router ran is settled when one begins', async () => {
  const { inboxId, queueId } = await scene('chat', {
    mode: 'assign',
    graceSeconds: { realTime: 80_000, deferred: 1800 },
  });
  const [ana, bia] = [await house.agent('Ana', [queueId]), await house.agent('Bia', [queueId])];
  for (const person of [ana, bia]) house.online(person);
  const talk = await writes(house, inboxId);
  const had = (await becomes(house, talk, { state: 'active' })).agent_id;
  const free = had === ana.id ? bia : ana;
  await house.crash();
  const later = await writes(house, inboxId);
  house.start();
  await becomes(house, later, { state: 'active', agent_id: free.id });
  await becomes(house, talk, { state: 'active', agent_id: had });
  // Who does not come back after the start counts as gone, and their work goes on.
  await house.crash();
  house.offline(free);
  house.start();
  const third = await writes(house, inboxId);
  await becomes(house, third, { state: 'waiting' });
  await becomes(house, later, { state: 'active', agent_id: free.id });
  await vi.waitFor(async () => {
    house.pass(16_000);
    expect((await house.itemOf(later))?.grace_until).not.toBeNull();
  }, soon);
  for (const person of [ana, bia]) house.offline(person);
});

it('who says nothing for long takes nobody’s place, and comes back to who had them', async () => {
  const { inboxId, queueId } = await scene('chat', { mode: 'assign', silentSeconds: 600 });
  const ana = await house.agent('Ana', [queueId]);
  house.online(ana);
  const [quiet, next] = [await writes(house, inboxId), await writes(house, inboxId)];
  await becomes(house, quiet, { state: 'active', agent_id: ana.id });
  await answers(house, quiet, ana);
  await vi.waitFor(async () => expect((await house.itemOf(quiet))?.silent_from).not.toBeNull(), soon);
  house.pass(590_000);
  await becomes(house, quiet, { state: 'active' });
  // A word of theirs, and the time begins anew.
  await writesAgain(house, quiet);
  await vi.waitFor(async () => expect((await house.itemOf(quiet))?.silent_from).toBeNull(), soon);
  await answers(house, quiet, ana);
  await vi.waitFor(async () => expect((await house.itemOf(quiet))?.silent_from).not.toBeNull(), soon);
  house.pass(590_000);
  await becomes(house, next, { state: 'waiting' });
  house.pass(11_000);
  await becomes(house, quiet, { state: 'done' });
  await becomes(house, next, { state: 'active', agent_id: ana.id });
  expect((await conversation(quiet.id)).assignee_id).toBe(ana.id);
  await writesAgain(house, quiet);
  await becomes(house, quiet, { state: 'waiting' });
  await house.desk.as(ana, (ctx) => changeStatus(ctx, { conversationId: next.id, status: 'resolved' }));
  await becomes(house, quiet, { state: 'active', agent_id: ana.id });
  house.offline(ana);
});

it('who is deactivated gives everything back at once', async () => {
  const { inboxId, queueId } = await scene('chat', { mode: 'assign' });
  const [ana, bia] = [await house.agent('Ana', [queueId]), await house.agent('Bia', [queueId])];
  house.online(ana);
  const talk = await writes(house, inboxId);
  await becomes(house, talk, { state: 'active', agent_id: ana.id });
  house.online(bia);
  await house.desk.as(null, async (ctx) => {
    await sql`UPDATE members SET active = false WHERE id = ${ana.id}`.execute(ctx.db);
    ctx.emit({ name: 'person.access_changed', facts: { personId: ana.id } });
  });
  await becomes(house, talk, { state: 'active', agent_id: bia.id });
  expect((await conversation(talk.id)).assignee_id).toBe(bia.id);
  for (const person of [ana, bia]) house.offline(person);
});
