import type { Clock } from '../clock.ts';
import { Failure } from '../errors.ts';

/** Counts calls per caller and name in windows of a minute, in memory of this process; bounded. */
export type Limiter = { take(name: string, caller: string, perMinute: number): void };

const callersAtMost = 50_000;

/** A limiter whose `take` throws `too_many` (429) with the seconds to wait. */
export function makeLimiter(clock: Clock): Limiter {
  let windowStart = 0;
  let current = new Map<string, number>();
  let previous = new Map<string, number>();
  return {
    take: (name, caller, perMinute) => {
      const now = clock.now().getTime();
      const start = now - (now % 60_000);
      if (start !== windowStart) {
        previous = start - windowStart === 60_000 ? current : new Map();
        current = new Map();
        windowStart = start;
      }
      const key = `${name} ${caller}`;
      // Sliding window: the part of the last minute that still counts.
      const weight = 1 - (now - start) / 60_000;
      const used = (current.get(key) ?? 0) + (previous.get(key) ?? 0) * weight;
      if (used >= perMinute) {
        const retryAfter = Math.max(1, Math.ceil((60_000 - (now - start)) / 1000));
        throw new Failure('too_many', 'Too many calls; wait a moment.', { retryAfter });
      }
      if (current.size >= callersAtMost && !current.has(key)) current.clear();
      current.set(key, (current.get(key) ?? 0) + 1);
    },
  };
}
