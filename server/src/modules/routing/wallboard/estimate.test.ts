import { expect, it } from 'vitest';
import { estimateWait } from './estimate.ts';

/** A small generator with a seed: the same numbers in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

it('says nothing of what it has hardly seen', () => {
  expect(estimateWait(3, { begun: 3, busyMs: 60_000 })).toBeNull();
  expect(estimateWait(3, { begun: 40, busyMs: 0 })).toBeNull();
});

it('known quantiles: one ahead of nobody after nine begun is a beta prime of 1 and 9', () => {
  // P(X ≤ x) = 1 − (1 + x)^−9, so x = (1 − p)^(−1/9) − 1.
  const busyMs = 900_000;
  const { lowMs, highMs } = estimateWait(0, { begun: 9, busyMs }) ?? { lowMs: 0, highMs: 0 };
  expect(lowMs).toBeCloseTo(busyMs * (0.9 ** (-1 / 9) - 1), -1);
  expect(highMs).toBeCloseTo(busyMs * (0.1 ** (-1 / 9) - 1), -1);
});

it.each([
  [0, 5],
  [3, 8],
  [20, 12],
  [60, 200],
])('with %i ahead and %i seen, four waits in five lie within', (ahead, begun) => {
  const next = random(ahead * 1000 + begun);
  const gamma = (k: number) => {
    let sum = 0;
    for (let i = 0; i < k; i += 1) sum -= Math.log(next());
    return sum;
  };
  const tries = 3000;
  let within = 0;
  for (let i = 0; i < tries; i += 1) {
    const rate = 1 / 30_000;
    const estimate = estimateWait(ahead, { begun, busyMs: gamma(begun) / rate });
    const wait = gamma(ahead + 1) / rate;
    if (estimate && wait >= estimate.lowMs && wait <= estimate.highMs) within += 1;
  }
  // Three standard deviations of a share of 3,000.
  expect(Math.abs(within / tries - 0.8)).toBeLessThan(0.022);
});
