import fc from 'fast-check';
import { expect, it } from 'vitest';
import { heldClock } from '../../../kernel/clock.ts';
import { makePace } from './pace.ts';

/** Sends as fast as the pace lets it over a path of given delays; answers when each reached the platform. */
function play(delays: readonly { there: number; back: number }[], perSecond: number): number[] {
  const clock = heldClock('2026-03-02T12:00:00Z');
  const start = clock.now().getTime();
  const pace = makePace(clock);
  const arrived: number[] = [];
  const answers: { at: number; done: () => void }[] = [];
  let next = 0;
  while (next < delays.length) {
    const now = clock.now().getTime();
    for (const one of answers.filter((answer) => answer.at <= now)) one.done();
    answers.splice(0, answers.length, ...answers.filter((answer) => answer.at > now));
    if (pace.wait('a', perSecond) === 0) {
      const { there, back } = delays[next] ?? { there: 0, back: 0 };
      arrived.push(now + there - start);
      answers.push({ at: now + there + back, done: pace.begin('a', perSecond) });
      next += 1;
    } else clock.advance(1);
  }
  return arrived;
}

/** The most that reached the platform within any stretch of a second. */
function busiest(arrived: readonly number[]): number {
  const sorted = [...arrived].sort((a, b) => a - b);
  let from = 0;
  let most = 0;
  for (const [to, at] of sorted.entries()) {
    while (at - (sorted[from] ?? 0) >= 1000) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

it.each([3, 60, 250])('uses 0.98 of 80 a second on a path of %i ms there and back', (delay) => {
  const path = { there: Math.floor(delay / 2), back: Math.ceil(delay / 2) };
  const arrived = play(
    Array.from({ length: 2000 }, () => path),
    80,
  );
  expect(busiest(arrived)).toBe(80);
  expect((arrived.at(-1) ?? 0) / 1000).toBeLessThanOrEqual(2000 / 80 / 0.98);
});

it('the platform never counts more than it allows in any second, whatever the jitter', () => {
  const leg = fc.record({
    there: fc.integer({ min: 5, max: 400 }),
    back: fc.integer({ min: 5, max: 400 }),
  });
  fc.assert(
    fc.property(
      fc.array(leg, { minLength: 50, maxLength: 300 }),
      fc.integer({ min: 5, max: 40 }),
      (delays, perSecond) => {
        // The quickest way there and back stands for the path; no single request is quicker than its two halves.
        const path = delays.map((one) => ({ there: one.there + 5, back: one.back + 5 }));
        expect(
          busiest(play([...Array(41).fill({ there: 5, back: 5 }), ...path], perSecond)),
        ).toBeLessThanOrEqual(perSecond);
      },
    ),
    { numRuns: 60 },
  );
});

it('one that is not answered holds its place for five seconds, not for ever', () => {
  const clock = heldClock('2026-03-02T12:00:00Z');
  const pace = makePace(clock);
  for (let n = 0; n < 2; n += 1) pace.begin('a', 2);
  clock.advance(4000);
  expect(pace.wait('a', 2)).toBeNull();
  clock.advance(1001);
  expect(pace.wait('a', 2)).toBe(0);
});

it('waits with everything when the platform asks for it, and counts the parts of a message', () => {
  const clock = heldClock('2026-03-02T12:00:00Z');
  const pace = makePace(clock);
  pace.hold('a', 700);
  expect([pace.wait('a', 10), pace.wait('b', 10)]).toEqual([700, 0]);
  clock.advance(700);
  pace.begin('a', 10, 8)();
  expect([pace.wait('a', 10, 2), pace.wait('a', 10, 3)]).toEqual([0, 1002]);
});

it('one address gets its burst and then one in six seconds', () => {
  const clock = heldClock('2026-03-02T12:00:00Z');
  const pace = makePace(clock);
  const limit = { burst: 45, everySeconds: 6 };
  const burst = Array.from({ length: 46 }, () => pace.toAddress('a', limit));
  expect(burst).toEqual([...Array(45).fill(0), 6000]);
  expect(pace.toAddress('b', limit)).toBe(0);
  clock.advance(6000);
  expect([pace.toAddress('a', limit), pace.toAddress('a', limit)]).toEqual([0, 6000]);
});

it('knows what an address has had before, and waits with one alone when the platform asks for it', () => {
  const clock = heldClock('2026-03-02T12:00:00Z');
  const pace = makePace(clock);
  const limit = { burst: 45, everySeconds: 6 };
  const now = clock.now().getTime();
  expect(pace.knows('a')).toBe(false);
  // 45 within the last minute, one a second: ten and a half of them are paid back.
  pace.remember(
    'a',
    limit,
    Array.from({ length: 45 }, (_, n) => now - 63_000 + n * 1000),
  );
  expect(pace.knows('a')).toBe(true);
  const more = Array.from({ length: 11 }, () => pace.toAddress('a', limit));
  expect(more.filter((ms) => ms === 0).length).toBe(10);
  pace.holdAddress('b', 60_000);
  expect([pace.toAddress('b', limit), pace.toAddress('c', limit)]).toEqual([60_000, 0]);
  clock.advance(60_000);
  expect(pace.toAddress('b', limit)).toBe(6000);
  clock.advance(6000);
  expect(pace.toAddress('b', limit)).toBe(0);
});
