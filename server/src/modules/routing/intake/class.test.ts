import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assignConversation } from '../../conversations/index.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, writes } from '../testing-house.ts';
import { wrongsIn } from '../testing-judge.ts';

let house: RoutedHouse;
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
});
afterAll(() => house.close());

it('who wrote a letter and goes on in the chat while it waits is served as somebody on the line', async () => {
  const [chat, letters] = [await inboxOf(house, 'chat'), await inboxOf(house, 'letter')];
  const queueId = await house.queue('Tudo', { mode: 'assign' }, [chat, letters]);
  // Nobody who may take letters beside what they have.
  const ana = await house.agent('Ana', [queueId], { realTime: 1, deferred: 0 });
  house.online(ana);
  const talk = await writes(house, letters);
  expect(await becomes(house, talk, { state: 'waiting' })).toMatchObject({
    class: 'deferred',
    channel: 'letter',
  });
  await house.desk.as(null, async (ctx) => {
    await sql`UPDATE conversations SET channel = 'chat', inbox_id = ${chat}, last_seq = last_seq + 1
      WHERE org_id = ${ctx.orgId} AND id = ${talk.id}`.execute(ctx.db);
    ctx.emit({ name: 'conversation.changed', facts: { conversationId: talk.id, what: ['message'] } });
  });
  const item = await becomes(house, talk, { state: 'active', agent_id: ana.id });
  expect(item).toMatchObject({ class: 'real_time', channel: 'chat' });
  // With an agent it stays what it was taken as.
  await house.desk.as(null, async (ctx) => {
    await sql`UPDATE conversations SET channel = 'letter', inbox_id = ${letters} WHERE org_id = ${ctx.orgId} AND id = ${talk.id}`.execute(
      ctx.db,
    );
    ctx.emit({ name: 'conversation.changed', facts: { conversationId: talk.id, what: ['message'] } });
  });
  const second = await writes(house, chat);
  await becomes(house, second, { state: 'waiting' });
  expect(await house.itemOf(talk)).toMatchObject({ class: 'real_time', agent_id: ana.id });
});

it('given by hand it is counted as what it becomes: a letter that is a chat by now takes the place of a contact', async () => {
  const [chat, letters] = [await inboxOf(house, 'chat'), await inboxOf(house, 'letter')];
  const queueId = await house.queue('Pedidos', { mode: 'assign' }, [chat, letters]);
  const bia = await house.agent('Bia', [queueId], { realTime: 1, deferred: 5 });
  house.online(bia);
  const contact = await writes(house, chat);
  await becomes(house, contact, { state: 'active', agent_id: bia.id });
  house.offline(bia);
  const letter = await writes(house, letters);
  await becomes(house, letter, { state: 'waiting' });
  // Nobody has followed yet that it goes on in the chat.
  await house.desk.as(null, (ctx) =>
    sql`UPDATE conversations SET channel = 'chat', inbox_id = ${chat} WHERE org_id = ${ctx.orgId} AND id = ${letter.id}`.execute(
      ctx.db,
    ),
  );
  const given = house.desk.as(house.boss, (ctx) =>
    assignConversation(ctx, { conversationId: letter.id, assigneeId: bia.id }),
  );
  await expect(given).rejects.toMatchObject({ code: 'no_capacity' });
});

it('given by hand to whom it rings at already, it is theirs: the offer has its place', async () => {
  const chat = await inboxOf(house, 'chat');
  const queueId = await house.queue('Trocas', { mode: 'offer' }, [chat]);
  const caio = await house.agent('Caio', [queueId], { realTime: 1 });
  house.online(caio);
  const talk = await writes(house, chat);
  await becomes(house, talk, { state: 'offered', agent_id: caio.id });
  await house.desk.as(house.boss, (ctx) =>
    assignConversation(ctx, { conversationId: talk.id, assigneeId: caio.id }),
  );
  await becomes(house, talk, { state: 'active', agent_id: caio.id });
});

it('a letter somebody has that is a chat by now, given by hand to another, is a contact of theirs and no letter too many', async () => {
  const [chat, letters] = [await inboxOf(house, 'chat'), await inboxOf(house, 'letter')];
  const queueId = await house.queue('Garantia', { mode: 'assign' }, [chat, letters]);
  const dora = await house.agent('Dora', [queueId], { realTime: 1, deferred: 1 });
  house.online(dora);
  const own = await writes(house, letters);
  await becomes(house, own, { state: 'active', agent_id: dora.id });
  const eva = await house.agent('Eva', [queueId], { realTime: 1, deferred: 1 });
  house.online(eva);
  const letter = await writes(house, letters);
  await becomes(house, letter, { state: 'active', agent_id: eva.id });
  // Nobody has followed yet that it goes on in the chat.
  await house.desk.as(null, (ctx) =>
    sql`UPDATE conversations SET channel = 'chat', inbox_id = ${chat} WHERE org_id = ${ctx.orgId} AND id = ${letter.id}`.execute(
      ctx.db,
    ),
  );
  await house.desk.as(house.boss, (ctx) =>
    assignConversation(ctx, { conversationId: letter.id, assigneeId: dora.id }),
  );
  expect(await house.itemOf(letter)).toMatchObject({
    agent_id: dora.id,
    class: 'real_time',
    channel: 'chat',
  });
  expect(await house.desk.as(null, wrongsIn)).toEqual([]);
});
