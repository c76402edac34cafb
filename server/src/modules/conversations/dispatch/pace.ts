import type { Clock } from '../../../kernel/clock.ts';

/** Keeps to a platform's messages per second: a bucket per inbox that fills evenly. */
export type Pace = {
  /** How many may go now, at most `wanted`; they count as gone. */
  take(inboxId: string, perSecond: number | undefined, wanted: number): number;
};

export function makePace(clock: Clock): Pace {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take: (inboxId, perSecond, wanted) => {
      if (!perSecond) return wanted;
      const now = clock.now().getTime();
      const bucket = buckets.get(inboxId) ?? { tokens: perSecond, at: now };
      const tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
      const taken = Math.min(wanted, Math.floor(tokens));
      buckets.set(inboxId, { tokens: tokens - taken, at: now });
      return taken;
    },
  };
}
