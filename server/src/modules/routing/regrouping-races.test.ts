import { afterAll, expect, it } from 'vitest';
import { openRaces, type Races } from './testing-races.ts';

let races: Races;
afterAll(() => races?.close());

/** What a conversation says of who has it is followed behind the log: compared once nothing moves. */
const followed = /^(assignee|guest)/;

it('conversations merged, split and put back meanwhile: nothing is given twice, nobody is overfull, nobody idles', async () => {
  races = await openRaces(7919, { atOnce: 8, regroups: true });
  for (let round = 0; round < 100; round += 1) {
    await races.round();
    if (round % 10 === 0) expect((await races.wrongs()).filter((wrong) => !followed.test(wrong))).toEqual([]);
  }
  const { rows } = await races.house.desk.as(null, (ctx) =>
    ctx.client.query<{ kind: string }>('SELECT DISTINCT kind FROM regroupings'),
  );
  expect(rows.map(({ kind }) => kind).sort()).toEqual(['merge', 'split']);
  races.house.pass(400_000);
  await races.quiet();
  await races.gather();
  await races.quiet();
  await races.ends();
}, 120_000);
