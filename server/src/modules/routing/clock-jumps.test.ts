import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import type { Talk } from '../conversations/factories.ts';
import { changeStatus } from '../conversations/index.ts';
import { listAgents } from './agents/list-agents.ts';
import { askHandOver } from './hand-over/ask-hand-over.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, soon, writes } from './testing-house.ts';
import { wrongsIn } from './testing-judge.ts';
import { acceptWork } from './work/accept-work.ts';
import { declineWork } from './work/decline-work.ts';

/** What is promised for a time is kept at its moment, whatever somebody sets the wall clock to. */

let house: RoutedHouse;
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
});
afterAll(() => house.close());

const hour = 3_600_000;

const scene = async (settings: Parameters<RoutedHouse['queue']>[1] = {}) => {
  const inboxId = await inboxOf(house, 'chat');
  const queueId = await house.queue(`Fila ${house.desk.kernel.ids.digits(8)}`, settings, [inboxId]);
  return { inboxId, queueId };
};

async function come(...people: PersonActor[]): Promise<void> {
  for (const person of people) house.online(person);
  await vi.waitFor(async () => {
    const { items } = await house.desk.as(house.boss, (ctx) => listAgents(ctx));
    for (const { id } of people)
      expect(items.find(({ personId }) => personId === id)?.presence).toBe('available');
  }, soon);
}

/** Time passes, and the router has had its turn: who comes now is seen by it. */
async function passes(ms: number): Promise<void> {
  house.pass(ms);
  const witness = await house.agent('Vigia', []);
  await come(witness);
  house.offline(witness);
}

/** The clock is set, and the router has seen it: what runs is carried over to the new one. */
async function jumps(talk: Talk, ms: number): Promise<void> {
  const before = (await house.itemOf(talk))?.arrived_at.getTime() ?? 0;
  house.jump(ms);
  await vi.waitFor(
    async () => expect((await house.itemOf(talk))?.arrived_at.getTime()).toBe(before + ms),
    soon,
  );
}

async function resolve(talk: Talk): Promise<void> {
  await house.desk.as(house.boss, (ctx) =>
    changeStatus(ctx, { conversationId: talk.id, status: 'resolved' }),
  );
  await becomes(house, talk, { state: 'done' });
}

describe.each([hour, -hour])('the clock is set by %s ms', (jump) => {
  it('offers that are out end in their time, and nobody counts as away before', async () => {
    const { inboxId, queueId } = await scene({ offerSeconds: 30, missedMost: 1 });
    const people = [await house.agent('Ana', [queueId]), await house.agent('Bia', [queueId])];
    await come(...people);
    const talks = [await writes(house, inboxId), await writes(house, inboxId)];
    for (const talk of talks) await becomes(house, talk, { state: 'offered' });
    house.jump(jump);
    await passes(20_000);
    const now = house.desk.clock.now().getTime();
    for (const talk of talks) {
      const { until } = await becomes(house, talk, { state: 'offered' });
      // What the screen counts down goes by the new clock.
      expect(until?.getTime()).toBeGreaterThan(now);
      expect(until?.getTime()).toBeLessThanOrEqual(now + 10_500);
    }
    await come(...people);
    house.pass(11_000);
    for (const talk of talks) await becomes(house, talk, { state: 'waiting' });
    for (const talk of talks) await resolve(talk);
    for (const person of people) house.offline(person);
  });

  it('a wrap-up that runs, and one that begins afterwards, lasts its time', async () => {
    const { inboxId, queueId } = await scene({ mode: 'assign', wrapUpSeconds: 60 });
    const ana = await house.agent('Ana', [queueId]);
    await come(ana);
    const first = await writes(house, inboxId);
    await becomes(house, first, { state: 'active', agent_id: ana.id });
    const second = await writes(house, inboxId);
    await becomes(house, second, { state: 'waiting' });
    await resolve(first);
    await passes(20_000);
    house.jump(jump);
    await passes(30_000);
    await becomes(house, second, { state: 'waiting' });
    house.pass(11_000);
    await becomes(house, second, { state: 'active', agent_id: ana.id });
    const third = await writes(house, inboxId);
    await becomes(house, third, { state: 'waiting' });
    await resolve(second);
    await passes(50_000);
    await becomes(house, third, { state: 'waiting' });
    house.pass(11_000);
    await becomes(house, third, { state: 'active', agent_id: ana.id });
    await resolve(third);
    house.offline(ana);
  });

  it('the time of grace of who is gone lasts, and who declined is asked again in time', async () => {
    const { inboxId, queueId } = await scene({
      graceSeconds: { realTime: 60, deferred: 60 },
      againSeconds: 30,
    });
    const ana = await house.agent('Ana', [queueId]);
    await come(ana);
    const talk = await writes(house, inboxId);
    const { id } = await becomes(house, talk, { state: 'offered', agent_id: ana.id });
    // Who were quicker than the router would be written by the new clock, after a stretch that began by the old one.
    await jumps(talk, jump);
    const decline = { params: { id }, body: { reason: '' } };
    await house.desk.as(ana, (ctx) => declineWork(ctx, decline));
    await passes(20_000);
    await becomes(house, talk, { state: 'waiting' });
    house.pass(11_000);
    await becomes(house, talk, { state: 'offered', agent_id: ana.id });
    await house.desk.as(ana, (ctx) => acceptWork(ctx, { params: { id } }));
    house.offline(ana);
    await vi.waitFor(async () => expect((await house.itemOf(talk))?.grace_until).not.toBeNull(), soon);
    house.jump(-jump);
    await passes(50_000);
    await becomes(house, talk, { state: 'active', agent_id: ana.id });
    house.pass(11_000);
    await becomes(house, talk, { state: 'waiting' });
    await resolve(talk);
  });

  it('a colleague who is asked to take over has their two minutes', async () => {
    const { inboxId, queueId } = await scene({ mode: 'assign' });
    const ana = await house.agent('Ana', [queueId]);
    await come(ana);
    const talk = await writes(house, inboxId);
    await becomes(house, talk, { state: 'active', agent_id: ana.id });
    const bia = await house.agent('Bia', [queueId]);
    await come(bia);
    house.jump(jump);
    await passes(1000);
    const body = { agentId: bia.id, note: '', introduce: false };
    await house.desk.as(ana, (ctx) => askHandOver(ctx, { params: { id: talk.id }, body }));
    await passes(60_000);
    expect(await house.askOf(talk)).toMatchObject({ state: 'offered', agent_id: bia.id });
    house.jump(-jump);
    await passes(50_000);
    expect(await house.askOf(talk)).toMatchObject({ state: 'offered', agent_id: bia.id });
    house.pass(11_000);
    await vi.waitFor(async () => expect(await house.askOf(talk)).toBeUndefined(), soon);
    await resolve(talk);
    for (const person of [ana, bia]) house.offline(person);
  });

  it('who waits keeps their place in line', async () => {
    const { inboxId, queueId } = await scene({ mode: 'assign' });
    const ana = await house.agent('Ana', [queueId]);
    const early = await writes(house, inboxId);
    await becomes(house, early, { state: 'waiting' });
    // The router has seen it, by the old clock.
    await passes(1000);
    house.jump(jump);
    await passes(5000);
    const late = await writes(house, inboxId);
    await becomes(house, late, { state: 'waiting' });
    await come(ana);
    await becomes(house, early, { state: 'active', agent_id: ana.id });
    await becomes(house, late, { state: 'waiting' });
    for (const talk of [early, late]) await resolve(talk);
    house.offline(ana);
    expect(await house.desk.as(null, wrongsIn)).toEqual([]);
  });
});
