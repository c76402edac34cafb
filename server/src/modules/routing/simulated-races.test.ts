import { expect, it } from 'vitest';
import { simulateRaces } from './simulated-races.ts';
import { chance } from './testing-chance.ts';

it('20,000 races of two routers that read late, people who are quicker, and crashes: nothing is given twice', () => {
  const report = simulateRaces(20_000, chance(2026));
  expect(report).toMatchObject({ doubled: 0, overfull: 0, astray: 0, wronged: 0, idle: 0 });
  // There was something to lose.
  expect(report.refused).toBeGreaterThan(500);
  expect(report.begun).toBeGreaterThan(1000);
  expect(report.crashes).toBeGreaterThan(10);
  expect(report.relieved).toBeGreaterThan(30);
  expect(report.became).toBeGreaterThan(20);
  expect(report.late).toBeGreaterThan(50);
});
