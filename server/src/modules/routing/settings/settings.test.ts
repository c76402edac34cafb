import { RoutingSettings } from '@meada/contract/routes/hand-over';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askHandOver } from '../hand-over/ask-hand-over.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, writes } from '../testing-house.ts';
import { putRoutingSettings } from './put-routing-settings.ts';
import { readRoutingSettings } from './read-routing-settings.ts';

let house: RoutedHouse;
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
});
afterAll(() => house.close());

const put = (handOver: RoutingSettings['handOver']) =>
  house.desk.as(house.boss, (ctx) => putRoutingSettings(ctx, { body: { handOver } }));

it('hand-overs are asked for as long as the house says, for as long as always where nobody has said', async () => {
  const inboxId = await inboxOf(house, 'chat');
  const queue = await house.queue('Chat', { mode: 'assign' }, [inboxId]);
  const [ana, bia] = [await house.agent('Ana', [queue]), await house.agent('Bia', [])];
  const read = await house.desk.as(house.boss, readRoutingSettings);
  expect(read.handOver).toEqual({ askSeconds: 120, lookSeconds: 300 });
  house.online(ana);
  const talk = await writes(house, inboxId);
  await becomes(house, talk, { state: 'active', agent_id: ana.id });
  house.online(bia);
  const lasts = async (to: object): Promise<number> => {
    const body = { note: '', introduce: false, ...to };
    const asked = await house.desk.as(ana, (ctx) => askHandOver(ctx, { params: { id: talk.id }, body }));
    return Date.parse(asked.endsAt) - Date.parse(asked.askedAt);
  };
  await put({ askSeconds: 600, lookSeconds: 45 });
  expect(await lasts({ queueId: queue })).toBe(45_000);
  const kept = await house.desk.as(house.boss, readRoutingSettings);
  expect(kept.handOver).toEqual({ askSeconds: 600, lookSeconds: 45 });
  await put({ askSeconds: 15, lookSeconds: 86_400 });
  // What is asked keeps its time.
  expect((await house.askOf(talk))?.ends_at?.getTime()).toBe(house.desk.clock.now().getTime() + 45_000);
  const rows = await house.desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('audit_entries')
      .select('facts')
      .where('action', '=', 'routing.settings_changed')
      .orderBy('at')
      .execute(),
  );
  expect(rows).toHaveLength(2);
});

it('only who leads reads and sets them, within bounds', async () => {
  const eva = await house.agent('Eva', []);
  await expect(house.desk.as(eva, readRoutingSettings)).rejects.toMatchObject({ code: 'forbidden' });
  const attempt = house.desk.as(eva, (ctx) =>
    putRoutingSettings(ctx, { body: { handOver: { askSeconds: 60, lookSeconds: 60 } } }),
  );
  await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
  for (const handOver of [
    { askSeconds: 14 },
    { askSeconds: 3601 },
    { lookSeconds: 29 },
    { lookSeconds: 1.5 },
  ])
    expect(RoutingSettings.safeParse({ handOver }).success).toBe(false);
});
