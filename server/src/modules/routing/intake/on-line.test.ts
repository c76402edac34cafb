import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Talk } from '../../conversations/factories.ts';
import {
  answers,
  becomes,
  inboxOf,
  openRoutedHouse,
  type RoutedHouse,
  writes,
  writesAgain,
} from '../testing-house.ts';

/** Deferred work that somebody has, and its customer goes on in the chat. */

let house: RoutedHouse;
let [chat, letters] = ['', ''];
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
});
afterAll(() => house.close());

const scene = async (name: string, settings: object = {}) => {
  chat = await inboxOf(house, 'chat');
  letters = await inboxOf(house, 'letter');
  return house.queue(name, { mode: 'assign', preferredSeconds: 0, ...settings }, [chat, letters]);
};
/** They write in the chat, where they wrote letters. */
const goesOn = (talk: Talk): Promise<void> =>
  house.desk.as(null, async (ctx) => {
    await sql`UPDATE conversations SET channel = 'chat', inbox_id = ${chat}, last_seq = last_seq + 1,
      waiting_since = coalesce(waiting_since, ${ctx.clock.now()}) WHERE org_id = ${ctx.orgId} AND id = ${talk.id}`.execute(
      ctx.db,
    );
    ctx.emit({ name: 'conversation.changed', facts: { conversationId: talk.id, what: ['message'] } });
  });
const assigneeOf = (talk: Talk) =>
  house.desk.as(
    null,
    async (ctx) =>
      (
        await ctx.db
          .selectFrom('conversations')
          .select('assignee_id')
          .where('id', '=', talk.id)
          .executeTakeFirstOrThrow()
      ).assignee_id,
  );

it('is a contact of who has it, if they have room; their other work is paused meanwhile', async () => {
  const queue = await scene('Sala');
  const ana = await house.agent('Ana', [queue], { realTime: 1, deferred: 5 });
  house.online(ana);
  const [letter, other] = [await writes(house, letters), await writes(house, letters)];
  for (const talk of [letter, other]) await becomes(house, talk, { state: 'active', agent_id: ana.id });
  await goesOn(letter);
  const risen = await becomes(house, letter, { state: 'active', agent_id: ana.id, class: 'real_time' });
  expect(risen.channel).toBe('chat');
  await becomes(house, other, { state: 'paused', agent_id: ana.id });
  expect(await assigneeOf(letter)).toBe(ana.id);
  // It takes the place of a contact: nobody else comes beside it.
  const third = await writes(house, chat);
  await becomes(house, third, { state: 'waiting' });
  await answers(house, letter, ana);
  await becomes(house, letter, { state: 'active', class: 'real_time' });
  house.offline(ana);
});

it('goes to somebody else who is free, with what was begun, where who has it is with a contact', async () => {
  const queue = await scene('Sala 2');
  const bia = await house.agent('Bia', [queue], { realTime: 1, deferred: 5 });
  house.online(bia);
  const letter = await writes(house, letters);
  await becomes(house, letter, { state: 'active', agent_id: bia.id });
  const contact = await writes(house, chat);
  await becomes(house, contact, { state: 'active', agent_id: bia.id });
  await becomes(house, letter, { state: 'paused', agent_id: bia.id });
  const caio = await house.agent('Caio', [queue], { realTime: 1, deferred: 0 });
  house.online(caio);
  await goesOn(letter);
  const given = await becomes(house, letter, { state: 'active', agent_id: caio.id, class: 'real_time' });
  expect(given).toMatchObject({ left_by: bia.id });
  expect(await assigneeOf(letter)).toBe(caio.id);
  for (const person of [bia, caio]) house.offline(person);
});

it('waits first for who has it where nobody is free, and stays in their list; an answer of theirs begins it', async () => {
  const queue = await scene('Sala 3', { preferredSeconds: 60 });
  const davi = await house.agent('Davi', [queue], { realTime: 1, deferred: 5 });
  house.online(davi);
  const [letter, second] = [await writes(house, letters), await writes(house, letters)];
  for (const talk of [letter, second]) await becomes(house, talk, { state: 'active', agent_id: davi.id });
  const contact = await writes(house, chat);
  await becomes(house, contact, { state: 'active', agent_id: davi.id });
  for (const talk of [letter, second]) await goesOn(talk);
  const waits = await becomes(house, letter, { state: 'waiting', class: 'real_time' });
  expect(waits).toMatchObject({ preferred_id: davi.id, left_by: davi.id, channel: 'chat' });
  expect(await assigneeOf(letter)).toBe(davi.id);
  // Another message changes nothing.
  await writesAgain(house, letter);
  await becomes(house, letter, { state: 'waiting', class: 'real_time' });
  await house.desk.as(null, async (ctx) => {
    await sql`UPDATE conversations SET status = 'resolved', waiting_since = NULL WHERE id = ${contact.id}`.execute(
      ctx.db,
    );
    ctx.emit({ name: 'conversation.changed', facts: { conversationId: contact.id, what: ['status'] } });
  });
  await becomes(house, letter, { state: 'active', agent_id: davi.id, class: 'real_time' });
  await becomes(house, second, { state: 'waiting' });
  house.offline(davi);
});

it('what is only offered is offered as what it has become', async () => {
  const queue = await scene('Sala 4', { mode: 'offer', offerSeconds: 600 });
  const eva = await house.agent('Eva', [queue], { realTime: 0, deferred: 5 });
  house.online(eva);
  const letter = await writes(house, letters);
  await becomes(house, letter, { state: 'offered', agent_id: eva.id, class: 'deferred' });
  await goesOn(letter);
  const waits = await becomes(house, letter, { state: 'waiting', class: 'real_time' });
  expect(waits.left_by).toBeNull();
  const fabio = await house.agent('Fábio', [queue], { realTime: 1 });
  house.online(fabio);
  await becomes(house, letter, { state: 'offered', agent_id: fabio.id, class: 'real_time' });
  for (const person of [eva, fabio]) house.offline(person);
});
