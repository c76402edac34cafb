import type { HoursInput } from '@meada/contract/routes/hours';
import { QueueSettings } from '@meada/contract/routing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHours } from '../hours/index.ts';
import { loadInboxes } from '../inboxes/index.ts';
import { readWork } from './agents/read-work.ts';
import { setAgent } from './agents/set-agent.ts';
import { changeQueue } from './queues/change-queue.ts';
import { listQueues } from './queues/list-queues.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, writes } from './testing-house.ts';
import { pullWork } from './work/pull-work.ts';

let house: RoutedHouse;
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
});
afterAll(() => house.close());

const two = (n: number): string => String(n).padStart(2, '0');
const clockOf = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

/** Hours that are open on every day from so many minutes from now for an hour; both ends on one day of a zone in which it is noon. */
async function hoursFrom(inMinutes: number, name: string): Promise<string> {
  const now = house.desk.clock.now();
  // A zone whose clocks show about noon now: an hour before and after is the same day, whenever the test runs.
  const offset = 12 - now.getUTCHours();
  const timeZone = offset === 0 ? 'UTC' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
  const from = 12 * 60 + now.getUTCMinutes() + inMinutes;
  const stretch = { from: clockOf(from), to: clockOf(from + 60) };
  const week = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, ...stretch }));
  const body: HoursInput = { name, timeZone, week, holidays: 'none', ownHolidays: false, exceptions: [] };
  return (await house.desk.as(house.boss, (ctx) => createHours(ctx, { body }))).id;
}

const minute = 60_000;
const settings = QueueSettings.parse({ mode: 'assign', wrapUpSeconds: 0 });
type Attended = { hoursId: string | null; afterHoursId?: string | null; awayMessage?: string };
const attend = async (id: string, inboxIds: string[], attended: Attended) => {
  const name = `Fila ${id}`;
  const plain = { name, teamId: null, isDefault: false, inboxIds, settings };
  const body = { ...plain, afterHoursId: null, awayMessage: '', ...attended };
  return house.desk.as(house.boss, (ctx) => changeQueue(ctx, { params: { id }, body }));
};
const scene = async (channel = 'chat') => {
  const inboxId = await inboxOf(house, channel);
  const name = `Fila ${house.desk.kernel.ids.digits(8)}`;
  return { inboxId, queueId: await house.queue(name, { mode: 'assign' }, [inboxId]) };
};

it('a contact outside the hours waits for the opening, and may be taken by hand; a letter does not wait', async () => {
  const { inboxId, queueId } = await scene();
  const letters = await inboxOf(house, 'letter');
  const hoursId = await hoursFrom(30, 'Depois');
  const queue = await attend(queueId, [inboxId, letters], { hoursId });
  expect(queue.attended).toMatchObject({ open: false, changesAt: expect.any(String) });
  const ana = await house.agent('Ana', [queueId]);
  house.online(ana);
  const letter = await writes(house, letters);
  await becomes(house, letter, { state: 'active', agent_id: ana.id });
  const early = await writes(house, inboxId);
  const item = await becomes(house, early, { state: 'waiting' });
  const late = await writes(house, inboxId);
  await becomes(house, late, { state: 'waiting' });
  const taken = await house.desk.as(ana, (ctx) => pullWork(ctx, { params: { id: item.id } }));
  expect(taken).toMatchObject({ state: 'active', agentId: ana.id });
  const bia = await house.agent('Bia', [queueId]);
  house.online(bia);
  house.pass(31 * minute);
  await becomes(house, late, { state: 'active', agent_id: bia.id });
  for (const one of [ana, bia]) house.offline(one);
});

it('the queue that stands in has the contacts meanwhile', async () => {
  const { inboxId, queueId } = await scene();
  const night = await house.queue(`Plantão ${queueId}`, { mode: 'assign' });
  await attend(queueId, [inboxId], { hoursId: await hoursFrom(30, 'Dia'), afterHoursId: night });
  const [day, nina] = [await house.agent('Dia', [queueId]), await house.agent('Nina', [night])];
  house.online(day);
  house.online(nina);
  const talk = await writes(house, inboxId);
  await becomes(house, talk, { state: 'active', agent_id: nina.id });
  await expect(attend(night, [], { hoursId: null, afterHoursId: night })).rejects.toMatchObject({
    code: 'refused',
  });
  for (const one of [day, nina]) house.offline(one);
});

it('an inbox with no hours and no words of its own has those of its queue', async () => {
  const { inboxId, queueId } = await scene();
  const hoursId = await hoursFrom(30, 'Loja');
  await attend(queueId, [inboxId], { hoursId, awayMessage: 'Fechado agora.' });
  const { kernel } = house.desk;
  const load = () => house.desk.as(null, (ctx) => loadInboxes(kernel, ctx.db, [inboxId]));
  expect((await load())[0]).toMatchObject({ awayMessage: 'Fechado agora.', hours: { holidays: 'none' } });
  await attend(queueId, [inboxId], { hoursId: null });
  expect((await load())[0]).toMatchObject({ awayMessage: '', hours: null });
  const { items } = await house.desk.as(house.boss, (ctx) => listQueues(ctx));
  expect(items.find(({ id }) => id === queueId)).toMatchObject({ hoursId: null, attended: null });
});

it('outside the shift nothing comes, near its end no contact, and the next one is told', async () => {
  const { inboxId, queueId } = await scene();
  const letters = await inboxOf(house, 'letter');
  await attend(queueId, [inboxId, letters], { hoursId: null });
  const caio = await house.agent('Caio', [queueId]);
  const hoursId = await hoursFrom(30, 'Turno');
  const set = { capacity: { realTime: 1, deferred: 2 }, queueIds: [queueId], skills: [], aptitudes: [] };
  const body = { ...set, shift: { hoursId, lastMinutes: 15 } };
  const agent = await house.desk.as(house.boss, (ctx) => setAgent(ctx, { params: { id: caio.id }, body }));
  expect(agent.shift).toEqual({ hoursId, lastMinutes: 15 });
  house.online(caio);
  const letter = await writes(house, letters);
  await becomes(house, letter, { state: 'waiting' });
  house.pass(31 * minute);
  await becomes(house, letter, { state: 'active', agent_id: caio.id });
  const first = await house.desk.as(caio, (ctx) => readWork(ctx));
  // Sixteen minutes before the end a contact comes no more, a letter does.
  house.pass(46 * minute);
  const talk = await writes(house, inboxId);
  const second = await writes(house, letters);
  await becomes(house, second, { state: 'active', agent_id: caio.id });
  await becomes(house, talk, { state: 'waiting' });
  house.pass(30 * minute);
  const third = await writes(house, letters);
  await becomes(house, third, { state: 'waiting' });
  const next = await house.desk.as(caio, (ctx) => readWork(ctx));
  const [is, was] = [next.agent?.shiftNow, first.agent?.shiftNow];
  expect(Date.parse(is?.from ?? '') - Date.parse(was?.from ?? '')).toBe(24 * 60 * minute);
  house.offline(caio);
});
