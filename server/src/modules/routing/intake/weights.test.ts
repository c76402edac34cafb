import { IntakeRule } from '@meada/contract/routes/intake';
import { QueueSettings } from '@meada/contract/routing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { assignConversation } from '../../conversations/index.ts';
import { putIntakeRules } from '../placing/put-intake-rules.ts';
import { changeQueue } from '../queues/change-queue.ts';
import { listQueues } from '../queues/list-queues.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, soon, writes } from '../testing-house.ts';
import { pullWork } from '../work/pull-work.ts';
import { releaseWork } from '../work/release-work.ts';

/** Work that counts as more than one of what an agent may have at a time. */

let house: RoutedHouse;
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
});
afterAll(() => house.close());

type Kept = { id: string; name: string; inboxIds: string[] };
const change = ({ id, name, inboxIds }: Kept, settings: Partial<QueueSettings>) =>
  house.desk.as(house.boss, (ctx) =>
    changeQueue(ctx, {
      params: { id },
      body: {
        ...{
          name,
          teamId: null,
          isDefault: false,
          inboxIds,
          hoursId: null,
          afterHoursId: null,
          awayMessage: '',
        },
        settings: QueueSettings.parse({ wrapUpSeconds: 0, ...settings }),
      },
    }),
  );
const put = (items: object[]) =>
  house.desk.as(house.boss, (ctx) =>
    putIntakeRules(ctx, { body: { items: items.map((one) => IntakeRule.parse(one)) } }),
  );
const counts = async (id: string) =>
  (await house.desk.as(house.boss, (ctx) => listQueues(ctx))).items.find((one) => one.id === id)?.counts;
const assign = (conversationId: string, assigneeId: string) =>
  house.desk.as(house.boss, (ctx) => assignConversation(ctx, { conversationId, assigneeId }));

it('counts as its queue says, and nobody gets more than fits', async () => {
  const letters = await inboxOf(house, 'letter');
  const queue = await house.queue('Perícia', { mode: 'assign', weight: 2 }, [letters]);
  const ana = await house.agent('Ana', [queue], { deferred: 5 });
  house.online(ana);
  const talks = [await writes(house, letters), await writes(house, letters), await writes(house, letters)];
  await vi.waitFor(async () => {
    const all = (await house.items()).filter((item) => item.queue_id === queue);
    expect(all.map(({ weight }) => weight)).toEqual([2, 2, 2]);
    expect(all.filter((item) => item.agent_id === ana.id)).toHaveLength(2);
  }, soon);
  const [left] = (await house.items()).filter((item) => item.queue_id === queue && item.state === 'waiting');
  // By hand neither: 4 of 5 are taken.
  await expect(assign(left?.conversation_id ?? '', ana.id)).rejects.toMatchObject({ code: 'no_capacity' });
  // Counted as one again it fits; what she has stays as it was counted.
  await change({ id: queue, name: 'Perícia', inboxIds: [letters] }, { mode: 'assign', weight: 1 });
  for (const talk of talks) await becomes(house, talk, { state: 'active', agent_id: ana.id });
  const weights = (await house.items()).filter((item) => item.agent_id === ana.id).map((item) => item.weight);
  expect(weights.sort()).toEqual([1, 2, 2]);
  house.offline(ana);
});

it('what nobody’s capacity takes waits, and the board says so', async () => {
  const chat = await inboxOf(house, 'chat');
  const [other, queue] = [
    await house.queue('Apoio'),
    await house.queue('Crise', { mode: 'assign', weight: 3 }, [chat]),
  ];
  const bia = await house.agent('Bia', [queue], { realTime: 2 });
  house.online(bia);
  const talk = await writes(house, chat);
  await becomes(house, talk, { state: 'waiting' });
  expect(await counts(queue)).toMatchObject({ waiting: 1, tooHeavy: 1 });
  // Somebody it overflows to could.
  await house.agent('Caio', [other], { realTime: 3 });
  const steps = [
    { afterSeconds: 600, overflowTo: [other], lowerLevels: 0, dropSkills: [], raise: 0, escalate: false },
  ];
  await change({ id: queue, name: 'Crise', inboxIds: [chat] }, { mode: 'assign', weight: 3, steps });
  expect(await counts(queue)).toMatchObject({ waiting: 1, tooHeavy: 0 });
  await change({ id: queue, name: 'Crise', inboxIds: [chat] }, { mode: 'assign', weight: 2 });
  await becomes(house, talk, { state: 'active', agent_id: bia.id });
  house.offline(bia);
});

it('a rule weighs more than the queue; handed to another queue it counts as that one says', async () => {
  const letters = await inboxOf(house, 'letter');
  const [queue, light] = [
    await house.queue('Jurídico', { mode: 'pull', weight: 2 }, [letters]),
    await house.queue('Leve', { mode: 'pull' }),
  ];
  const davi = await house.agent('Davi', [queue, light], { deferred: 6 });
  const first = await writes(house, letters);
  await becomes(house, first, { state: 'waiting' });
  await put([{ name: 'Pesado', conditions: { inboxIds: [letters] }, weight: 4 }]);
  await vi.waitFor(async () => expect((await house.itemOf(first))?.weight).toBe(4), soon);
  // The queue's own change does not touch what a rule weighed.
  await change({ id: queue, name: 'Jurídico', inboxIds: [letters] }, { mode: 'pull', weight: 3 });
  const second = await writes(house, letters);
  const two = await becomes(house, second, { state: 'waiting' });
  expect(two.weight).toBe(4);
  const one = await becomes(house, first, { state: 'waiting' });
  expect(one.weight).toBe(4);
  await house.desk.as(davi, (ctx) => pullWork(ctx, { params: { id: one.id } }));
  const pull = () => house.desk.as(davi, (ctx) => pullWork(ctx, { params: { id: two.id } }));
  await expect(pull()).rejects.toMatchObject({ code: 'no_capacity' });
  // What somebody has keeps its count, whatever the rules say by now.
  await put([]);
  await house.desk.as(null, async (ctx) => {
    await sql`UPDATE conversations SET priority = 'high' WHERE id = ${first.id}`.execute(ctx.db);
    ctx.emit({ name: 'conversation.changed', facts: { conversationId: first.id, what: ['priority'] } });
  });
  await vi.waitFor(async () => expect((await house.itemOf(first))?.priority).toBe(1), soon);
  expect((await house.itemOf(first))?.weight).toBe(4);
  const body = { queueId: light, note: '' };
  await house.desk.as(davi, (ctx) => releaseWork(ctx, { params: { id: one.id }, body }));
  expect((await becomes(house, first, { queue_id: light, state: 'waiting' })).weight).toBe(1);
  await pull();
});
