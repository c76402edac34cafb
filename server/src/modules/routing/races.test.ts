import { afterAll, expect, it } from 'vitest';
import { openRaces, type Races } from './testing-races.ts';

let races: Races;
afterAll(() => races?.close());

it('many at once, two routers, restarts: nothing is given twice, nobody is overfull, nobody idles beside waiting work', async () => {
  races = await openRaces(20_261_123);
  let played = 0;
  for (let round = 0; round < 150; round += 1) {
    played += await races.round();
    if (round % 10 === 0) expect(await races.wrongs()).toEqual([]);
  }
  expect(played).toBeGreaterThan(800);
  // Long enough for every offer and time of grace to end; then everybody is there.
  races.house.pass(400_000);
  await races.quiet();
  await races.gather();
  await races.quiet();
  await races.ends();
}, 120_000);
