import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTimes } from '../agents/read-times.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, writes } from '../testing-house.ts';
import { acceptWork } from '../work/accept-work.ts';
import { loadEverything } from './load.ts';
import { changesOf, decide, freshMind, learnAll, touchedBy } from './mind.ts';
import { storeDecisions } from './store-decisions.ts';

let house: RoutedHouse;
beforeAll(async () => {
  house = await openRoutedHouse();
});
afterAll(() => house.close());

/** An offer is out, and a router that has not heard what came of it decides that it has passed. */
async function passedOffer() {
  house.start();
  const inboxId = await inboxOf(house, 'chat');
  const name = `Fila ${house.desk.kernel.ids.digits(8)}`;
  const queueId = await house.queue(name, { missedMost: 1, offerSeconds: 30 }, [inboxId]);
  const ana = await house.agent('Ana', [queueId]);
  house.online(ana);
  const talk = await writes(house, inboxId);
  const item = await becomes(house, talk, { state: 'offered', agent_id: ana.id });
  await house.crash();
  const now = (item.until?.getTime() ?? 0) + 1;
  const mind = freshMind(null);
  const rows = await house.desk.as(null, loadEverything);
  const learnt = decide(mind, learnAll(mind, rows, now), item.waiting_since.getTime());
  const decisions = [...learnt, ...decide(mind, [{ type: 'tick' }], now)];
  const away = decisions.flatMap((one) => (one.type === 'set_away' ? [one.agent] : []));
  expect(away).toEqual([ana.id]);
  const batch = {
    ...{ at: new Date(now), by: house.desk.kernel.ids.uuid(), away, choices: [], stands: [], shifts: [] },
    changes: changesOf(mind, decisions, new Set()),
    touched: touchedBy(mind, decisions),
  };
  return { ana, talk, item, store: () => house.desk.as(null, (ctx) => storeDecisions(ctx, batch)) };
}

const agentOf = (id: string) =>
  house.desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('agents')
      .select(['missed', 'chosen', 'presence'])
      .where('person_id', '=', id)
      .executeTakeFirstOrThrow(),
  );

it('who accepts in the last moment has it, missed nothing, and stays available', async () => {
  const { ana, talk, item, store } = await passedOffer();
  await house.desk.as(ana, (ctx) => acceptWork(ctx, { params: { id: item.id } }));
  const stored = await store();
  expect(stored).toMatchObject({ failed: [item.id], quicker: [ana.id] });
  await becomes(house, talk, { state: 'active', agent_id: ana.id });
  expect(await agentOf(ana.id)).toEqual({ missed: 0, chosen: 'available', presence: 'available' });
  const times = await house.desk.as(ana, (ctx) => readTimes(ctx, { query: {} }));
  expect(times.missed).toBe(0);
});

it('who does not answer has missed it, and is away', async () => {
  const { ana, talk, item, store } = await passedOffer();
  expect(await store()).toMatchObject({ failed: [], quicker: [] });
  await becomes(house, talk, { state: 'waiting' });
  expect(await agentOf(ana.id)).toMatchObject({ chosen: 'away', presence: 'away' });
  const accept = house.desk.as(ana, (ctx) => acceptWork(ctx, { params: { id: item.id } }));
  await expect(accept).rejects.toMatchObject({ code: 'taken' });
});
