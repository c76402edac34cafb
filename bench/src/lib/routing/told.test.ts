import { expect, it } from 'vitest';
import { runTold } from './told.ts';

it('four of five who are told how long they wait do, with the production router and days that go up and down', () => {
  const day = [0.7, 0.9, 1.05, 1.1, 0.9, 0.8, 1, 1.1, 1, 0.9, 0.7, 0.6];
  for (const [agents, handling, patience] of [
    [4, 8, 15],
    [10, 6, 10],
  ] as const) {
    const load = (nth: number): number => agents * (day[nth - 8] ?? 0.3);
    const told = runTold({ agents, handling, patience, load, days: 15, seed: 11 });
    expect(told.judged).toBeGreaterThan(1000);
    expect(told.right / told.judged).toBeGreaterThan(0.8);
    // An interval that says nothing would be right, too.
    expect(told.width).toBeLessThan(15);
  }
});
