import { GraphError } from './graph-rules.ts';
import type { Config } from './store.ts';

const secondMs = 1000;

/**
 * The platform's rates: so many messages in any stretch of a second (strictly: the window slides), and to one person a
 * burst that is paid back one by one. A refused message counts for neither.
 */
export function createLimits(config: Config) {
  let recent: number[] = [];
  const people = new Map<string, { tokens: number; at: number }>();
  const limits = {
    /** When messages were taken. */
    takenAt: [] as number[],
    refused: { rate: 0, pair: 0 },
    /** Takes a message or throws what the platform answers. */
    take(to: string): void {
      const now = config.now();
      recent = recent.filter((at) => now - at < secondMs);
      if (recent.length >= config.perSecond) {
        limits.refused.rate += 1;
        throw new GraphError({ status: 429, code: 130429 }, '(#130429) Rate limit hit', { retryAfter: 1 });
      }
      const { burst, everySeconds } = config.perPerson;
      const known = people.get(to) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, known.tokens + (now - known.at) / (everySeconds * secondMs));
      if (tokens < 1) {
        limits.refused.pair += 1;
        throw new GraphError(
          { status: 400, code: 131056 },
          '(#131056) (Business Account, Consumer Account) pair rate limit hit',
        );
      }
      people.set(to, { tokens: tokens - 1, at: now });
      recent.push(now);
      limits.takenAt.push(now);
    },
  };
  return limits;
}

export type Limits = ReturnType<typeof createLimits>;
