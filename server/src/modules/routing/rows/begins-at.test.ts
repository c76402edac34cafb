import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import type { Talk } from '../../conversations/factories.ts';
import { becomes, inboxOf, openRoutedHouse, type RoutedHouse, writes } from '../testing-house.ts';
import { overlapsIn, wrongsIn } from '../testing-judge.ts';
import { pullWork } from '../work/pull-work.ts';
import type { ItemRow } from './item.ts';
import { storeMoves } from './moves.ts';
import { writePresence } from './presence.ts';

/** Who looked at the clock first and got the lock second: what they decide is written after what was decided meanwhile. */

let house: RoutedHouse;
let person: PersonActor;
let talk: Talk;
beforeAll(async () => {
  house = await openRoutedHouse();
  house.start();
  const inboxId = await inboxOf(house, 'chat');
  person = await house.agent('Ana', [await house.queue('Chat', { mode: 'pull' }, [inboxId])]);
  house.online(person);
  talk = await writes(house, inboxId);
});
afterAll(() => house.close());

const historyOf = async (item: ItemRow) =>
  house.desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('work_spells')
      .select(['what', 'from_at', 'to_at'])
      .where('item_id', '=', item.id)
      .orderBy('from_at')
      .orderBy('to_at')
      .execute(),
  );

it('stretches of an item follow each other', async () => {
  const { id } = await becomes(house, talk, { state: 'waiting' });
  house.pass(10_000);
  await house.desk.as(person, (ctx) => pullWork(ctx, { params: { id } }));
  const item = await becomes(house, talk, { state: 'active', agent_id: person.id });
  const early = new Date(house.desk.clock.now().getTime() - 3000);
  const after: ItemRow = { ...item, state: 'waiting', agent_id: null };
  const why = 'released';
  const move = { before: item, after, spells: [{ what: 'waiting', agentId: null, why }], why } as const;
  await house.desk.as(null, (ctx) => storeMoves(ctx, [move], { at: early, by: null }));
  const spells = await historyOf(item);
  expect(spells.map(({ what }) => what)).toEqual(['waiting', 'active', 'waiting']);
  expect(spells[2]?.from_at).toEqual(spells[1]?.to_at);
  expect((await house.desk.as(null, wrongsIn)).filter((wrong) => wrong.startsWith('history'))).toEqual([]);
});

it('stretches of a presence do, too', async () => {
  const stand = { personId: person.id, reasonId: null, reason: null };
  const now = house.desk.clock.now().getTime();
  for (const [presence, ago] of [
    ['away', 0],
    ['offline', 3000],
  ] as const)
    await house.desk.as(null, (ctx) =>
      writePresence(ctx, { ...stand, presence }, { at: new Date(now + 5000 - ago), by: null }),
    );
  expect(await house.desk.as(null, overlapsIn)).toEqual([]);
});
