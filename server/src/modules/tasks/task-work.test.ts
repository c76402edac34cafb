import { createTask as created } from '@meada/contract/routes/tasks';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import {
  becomes,
  inboxOf,
  openRoutedHouse,
  type RoutedHouse,
  soon,
  writes,
} from '../routing/testing-house.ts';
import { type Hands, handsIn } from '../routing/testing-work.ts';
import { changeTask } from './change-task.ts';
import { createTask } from './create-task.ts';
import { dropTask } from './drop-task.ts';
import { finishTask } from './finish-task.ts';
import { listTasks } from './list-tasks.ts';
import { readTask } from './read-task.ts';
import { ringReminders } from './ring-reminders.ts';
import { taskWords } from './words.ts';

let house: RoutedHouse;
let hands: Hands;
beforeAll(async () => {
  house = await openRoutedHouse(undefined, taskWords);
  hands = handsIn(house);
  house.start();
});
afterAll(() => house.close());

const make = (by: PersonActor, given: object) =>
  house.desk.as(by, (ctx) =>
    createTask(ctx, { body: created.body.parse({ title: 'Ligar para a transportadora', ...given }) }),
  );
type ItemRow = Awaited<ReturnType<RoutedHouse['items']>>[number];
const itemOf = async (taskId: string): Promise<ItemRow | undefined> =>
  (await house.items()).filter((item) => item.task_id === taskId).at(-1);
const open = async (taskId: string): Promise<ItemRow | undefined> =>
  (await house.items()).find((item) => item.task_id === taskId && item.state !== 'done');
const stands = async (taskId: string, want: Partial<ItemRow>): Promise<ItemRow> => {
  await vi.waitFor(async () => expect(await open(taskId)).toMatchObject(want), soon);
  return (await open(taskId)) as ItemRow;
};
const read = (by: PersonActor, id: string) => house.desk.as(by, (ctx) => readTask(ctx, { id }));
const finish = (by: PersonActor, id: string, done = true) =>
  house.desk.as(by, (ctx) => finishTask(ctx, { params: { id }, body: { done } }));
const change = (by: PersonActor, id: string, body: object) =>
  house.desk.as(by, (ctx) => changeTask(ctx, { params: { id }, body }));
const mine = async (by: PersonActor): Promise<string[]> => {
  const query = { view: 'mine', state: 'open', limit: 50 } as const;
  return (await house.desk.as(by, (ctx) => listTasks(ctx, { query }))).items.map(({ id }) => id);
};
const due = (hours: number) => new Date(house.desk.clock.now().getTime() + hours * 3_600_000);

it('is offered, seen by who is asked, theirs once accepted, and gives the place free when it is done', async () => {
  const queue = await house.queue('Retaguarda');
  const ana = await house.agent('Ana', [queue], { deferred: 1, visibility: 'assigned' });
  const bia = await house.agent('Bia', [], { visibility: 'assigned' });
  const task = await make(house.boss, { queueId: queue, dueAt: due(3).toISOString() });
  expect(task).toMatchObject({ personIds: [], unowned: false, work: { queueId: queue, state: 'waiting' } });
  const second = await make(house.boss, { queueId: queue });
  expect((await itemOf(task.id))?.deadline).toEqual(due(3));
  await expect(read(ana, task.id)).rejects.toMatchObject({ code: 'not_found' });
  house.online(ana);
  const item = await stands(task.id, { state: 'offered', agent_id: ana.id, class: 'deferred' });
  expect((await read(ana, task.id)).task).toMatchObject({ mayChange: false, work: { agentId: ana.id } });
  await expect(finish(ana, task.id)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await mine(ana)).toEqual([]);
  expect(await hands.accept(ana, item.id)).toMatchObject({
    ...{ kind: 'task', state: 'active', conversation: null },
    task: { id: task.id, title: 'Ligar para a transportadora' },
  });
  expect(await mine(ana)).toEqual([task.id]);
  await expect(read(bia, task.id)).rejects.toMatchObject({ code: 'not_found' });
  // One at a time: the other waits until this one is done.
  expect(await open(second.id)).toMatchObject({ state: 'waiting' });
  expect((await finish(ana, task.id)).work).toBeNull();
  expect(await itemOf(task.id)).toMatchObject({ state: 'done', agent_id: ana.id });
  await stands(second.id, { state: 'offered', agent_id: ana.id });
  expect((await read(ana, task.id)).task.doneBy).toBe(ana.id);
  house.offline(ana);
});

it('goes on when it is declined or let pass, first to who is named, and asks for the skills of its queue', async () => {
  const queue = await house.queue('Financeiro', { offerSeconds: 20, missedMost: null });
  const [caio, davi] = [await house.agent('Caio', [queue]), await house.agent('Davi', [queue])];
  house.online(caio);
  house.online(davi);
  const task = await make(house.boss, { queueId: queue, personIds: [davi.id] });
  const first = await stands(task.id, { state: 'offered', agent_id: davi.id });
  await hands.decline(davi, first.id);
  await stands(task.id, { state: 'offered', agent_id: caio.id });
  house.pass(21_000);
  // Nobody is left to ask until their time is over.
  await stands(task.id, { state: 'waiting', agent_id: null });
  house.pass(300_000);
  await stands(task.id, { state: 'offered' });
  house.offline(caio);
  house.offline(davi);
});

it('is paused by a contact and goes on after, and a reminder rings for who has it', async () => {
  const inboxId = await inboxOf(house, 'chat');
  const queue = await house.queue('Loja', { mode: 'assign' }, [inboxId]);
  const eva = await house.agent('Eva', [queue]);
  house.online(eva);
  const task = await make(house.boss, { queueId: queue, remindAt: due(0.001).toISOString() });
  await stands(task.id, { state: 'active', agent_id: eva.id });
  house.pass(5_000);
  await ringReminders(house.desk.kernel);
  const bells = await house.desk.as(null, (ctx) =>
    ctx.db.selectFrom('task_bells').select('person_id').where('task_id', '=', task.id).execute(),
  );
  expect(bells).toEqual([{ person_id: eva.id }]);
  const talk = await writes(house, inboxId);
  await becomes(house, talk, { state: 'active', agent_id: eva.id });
  await stands(task.id, { state: 'paused', agent_id: eva.id });
  await house.desk.as(null, async (ctx) => {
    await ctx.db
      .updateTable('conversations')
      .set({ status: 'resolved', waiting_since: null })
      .where('id', '=', talk.id)
      .execute();
    ctx.emit({ name: 'conversation.changed', facts: { conversationId: talk.id, what: ['status'] } });
  });
  await stands(task.id, { state: 'active', agent_id: eva.id });
  await finish(eva, task.id);
  house.offline(eva);
});

it('is pulled, handed back with words that stay with the task, and taken over', async () => {
  const queue = await house.queue('Estoque', { mode: 'pull' });
  const [fabio, gil] = [await house.agent('Fábio', [queue]), await house.agent('Gil', [queue])];
  const late = await make(house.boss, { queueId: queue, title: 'Contar' });
  const seen = await hands.listed(gil, queue);
  // Who could take it reads what it is.
  expect(seen.items).toMatchObject([{ task: { id: late.id, title: 'Contar' }, conversation: null }]);
  const item = await hands.pull(fabio, queue);
  expect(item).toMatchObject({ state: 'active', agentId: fabio.id, task: { id: late.id } });
  const held = await hands.listed(gil, queue, 'all');
  expect(held.items).toMatchObject([{ task: null, conversation: null }]);
  const row = await stands(late.id, { state: 'active' });
  await expect(hands.release(gil, row.id)).rejects.toMatchObject({ code: 'taken' });
  await hands.release(fabio, row.id, 'Falta a chave do depósito');
  await stands(late.id, { state: 'waiting', left_by: fabio.id });
  expect((await read(house.boss, late.id)).comments).toMatchObject([
    { personId: fabio.id, text: 'Falta a chave do depósito' },
  ]);
  expect(await mine(fabio)).toEqual([]);
  const lead = await house.agent('Hugo', [], { role: 'supervisor' });
  await hands.takeOver(lead, row.id);
  await stands(late.id, { state: 'active', agent_id: lead.id });
  await finish(lead, late.id);
});

it('follows the task: its date, another queue, none at all; a queue that ends hands it on', async () => {
  const [one, two] = [
    await house.queue('Um', { order: 'deadline', mode: 'pull' }),
    await house.queue('Dois', { weight: 3 }),
  ];
  const [first, second] = [
    await make(house.boss, { queueId: one, dueAt: due(5).toISOString() }),
    await make(house.boss, { queueId: one, dueAt: due(6).toISOString() }),
  ];
  const before = (await open(second.id))?.urgency ?? 0;
  await change(house.boss, second.id, { dueAt: due(2).toISOString() });
  const after = await open(second.id);
  expect(after?.deadline).toEqual(due(2));
  expect(after?.urgency).toBeLessThan((await open(first.id))?.urgency ?? 0);
  expect(after?.urgency).toBeLessThan(before);
  await change(house.boss, first.id, { queueId: two });
  await stands(first.id, { queue_id: two, state: 'waiting', weight: 3 });
  await change(house.boss, first.id, { queueId: null });
  expect(await open(first.id)).toBeUndefined();
  expect((await read(house.boss, first.id)).task).toMatchObject({ work: null, unowned: true });
  await hands.endQueue(one, two);
  await stands(second.id, { queue_id: two });
  await hands.endQueue(two);
  expect(await open(second.id)).toBeUndefined();
  await expect(change(house.boss, second.id, { queueId: one })).rejects.toMatchObject({ code: 'not_found' });
  await expect(make(house.boss, { queueId: house.desk.orgId })).rejects.toMatchObject({ code: 'not_found' });
});

it('is made anew where it was: done and taken up again, repeated; dropped it is no work', async () => {
  const queue = await house.queue('Rotina', { mode: 'assign' });
  const iris = await house.agent('Íris', [queue], { deferred: 5 });
  house.online(iris);
  const daily = await make(house.boss, { queueId: queue, repeats: 'daily', dueAt: due(1).toISOString() });
  await stands(daily.id, { state: 'active', agent_id: iris.id });
  await finish(iris, daily.id);
  const next = (await house.items()).find((item) => item.queue_id === queue && item.task_id !== daily.id);
  expect(next?.deadline).toEqual(due(25));
  await finish(iris, daily.id, false);
  expect(await open(daily.id)).toMatchObject({ preferred_id: iris.id });
  await expect(change(house.boss, daily.id, { queueId: queue })).resolves.toMatchObject({
    work: { queueId: queue },
  });
  await house.desk.as(house.boss, (ctx) => dropTask(ctx, { id: daily.id }));
  expect(await open(daily.id)).toBeUndefined();
  // Taken out before it was done: taken up again it is nobody's work.
  const out = await make(house.boss, { queueId: queue });
  await change(house.boss, out.id, { queueId: null });
  await finish(house.boss, out.id);
  await expect(change(house.boss, out.id, { queueId: queue })).rejects.toMatchObject({ code: 'refused' });
  await finish(house.boss, out.id, false);
  expect(await open(out.id)).toBeUndefined();
  house.offline(iris);
});

it('whoever is quicker wins: finished, handed back and taken over at once, thirty times', async () => {
  const queue = await house.queue('Corrida', { mode: 'pull' });
  const joao = await house.agent('João', [queue], { deferred: 50 });
  const lead = await house.agent('Karen', [queue], { role: 'supervisor', deferred: 50 });
  for (let round = 0; round < 30; round += 1) {
    const { id } = await make(house.boss, { queueId: queue });
    await hands.pull(joao, queue);
    const row = (await open(id)) as ItemRow;
    const results = await Promise.allSettled([
      finish(joao, id),
      hands.release(joao, row.id, 'Não consigo'),
      hands.takeOver(lead, row.id),
      change(house.boss, id, { queueId: round % 2 ? null : queue }),
    ]);
    for (const one of results)
      if (one.status === 'rejected')
        expect(['taken', 'forbidden', 'not_found', 'refused']).toContain(one.reason.code);
    await house.desk.as(house.boss, (ctx) => dropTask(ctx, { id }));
    expect(await open(id)).toBeUndefined();
  }
});
