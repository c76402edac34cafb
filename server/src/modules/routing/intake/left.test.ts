import { afterAll, beforeAll, expect, it } from 'vitest';
import { startConversations } from '../../conversations/index.ts';
import {
  answers,
  becomes,
  inboxOf,
  openRoutedHouse,
  type RoutedHouse,
  writes,
  writesAgain,
} from '../testing-house.ts';

/** Who is gone has nothing: not what they held, and not what they had answered and the customer goes on with. */
let house: RoutedHouse;
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
});
afterAll(() => house.close());

it('a customer whose agent left is nobody’s who is gone: their next words go to somebody who is there', async () => {
  const running = startConversations(house.desk.kernel);
  const inboxId = await inboxOf(house, 'letter');
  const queueId = await house.queue('Cartas', { mode: 'assign' }, [inboxId]);
  const ana = await house.agent('Ana', [queueId]);
  house.online(ana);
  const talk = await writes(house, inboxId);
  await becomes(house, talk, { state: 'active', agent_id: ana.id });
  await answers(house, talk, ana);
  await becomes(house, talk, { state: 'done' });
  const bia = await house.agent('Bia', [queueId]);
  house.online(bia);
  await house.desk.as(null, async (ctx) => {
    await ctx.db.updateTable('members').set({ active: false }).where('id', '=', ana.id).execute();
    ctx.emit({ name: 'person.access_changed', facts: { personId: ana.id } });
  });
  await writesAgain(house, talk);
  await becomes(house, talk, { state: 'active', agent_id: bia.id });
  await Promise.all(running.map((one) => one.stop()));
  expect((await house.itemOf(talk))?.agent_id).toBe(bia.id);
});
