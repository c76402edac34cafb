import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Reading, readSteadily } from './steady.ts';

const hour = 3_600_000;

/** Reads both clocks every so many ms; the wall clock jumps at the tenth reading. */
function timesWith(jump: number, every: number, count: number): number[] {
  let last: Reading | null = null;
  return Array.from({ length: count }, (_, n) => {
    const passed = n * every;
    last = readSteadily(last, 1_000_000 + passed + (n >= 10 ? jump : 0), passed);
    return last.time;
  });
}

it.each([hour, -hour])('a jump of %s ms is taken in little by little', (jump) => {
  const times = timesWith(jump, 1000, 60_000);
  const steps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(899);
  expect(Math.max(...steps)).toBeLessThanOrEqual(1101);
  expect(times.at(-1)).toBeCloseTo(1_000_000 + 59_999_000 + jump, 0);
});

it('never goes back, whatever the clocks say', () => {
  const readings = fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 2, maxLength: 50 });
  fc.assert(
    fc.property(readings, (pairs) => {
      let last: Reading | null = null;
      for (const [wall, monotonic] of pairs) {
        const next: Reading = readSteadily(last, wall, monotonic);
        if (last) expect(next.time).toBeGreaterThanOrEqual(last.time);
        last = next;
      }
    }),
  );
});
