import type { Clock } from '../../kernel/clock.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/http/route.ts';
import { tokenHash } from '../../kernel/ids.ts';
import { deviceOf } from './device.ts';

/** So many tries in so much time. */
export type Budget = { name: string; tries: number; ms: number };

export type Attempts = {
  /** Takes a try from every budget or throws `too_many`; answers how to give it back when the try was right. */
  take(wanted: readonly { budget: Budget; of: string }[]): () => void;
};

const countersAtMost = 100_000;

/** Fixed windows per counter, in memory of this process, bounded: the eldest go first. */
export function makeAttempts(clock: Clock): Attempts {
  const counters = new Map<string, { used: number; until: number }>();
  const living = (key: string, now: number) => {
    const counter = counters.get(key);
    return counter && counter.until > now ? counter : null;
  };
  return {
    take: (wanted) => {
      const now = clock.now().getTime();
      const keyed = wanted.map(({ budget, of }) => ({
        budget,
        key: `${budget.name} ${tokenHash(of).toString('base64')}`,
      }));
      for (const { budget, key } of keyed) {
        const counter = living(key, now);
        if (!counter || counter.used < budget.tries) continue;
        const retryAfter = Math.max(1, Math.ceil((counter.until - now) / 1000));
        throw new Failure('too_many', 'Too many tries; wait a moment.', { retryAfter });
      }
      const taken = keyed.map(({ budget, key }) => {
        const counter = living(key, now) ?? { used: 0, until: now + budget.ms };
        counter.used += 1;
        counters.delete(key);
        counters.set(key, counter);
        return counter;
      });
      for (const key of counters.keys()) {
        if (counters.size <= countersAtMost) break;
        counters.delete(key);
      }
      return () => {
        for (const counter of taken) counter.used = Math.max(0, counter.used - 1);
      };
    },
  };
}

const minuteMs = 60_000;
/** Of one address against one account. */
const perStranger: Budget = { name: 'stranger', tries: 10, ms: 15 * minuteMs };
/** Of all strangers together against one account: a botnet gets no further, the owner's own devices do. */
const perAccount: Budget = { name: 'account', tries: 100, ms: 60 * minuteMs };
const perDevice: Budget = { name: 'device', tries: 20, ms: 15 * minuteMs };
/** Of one address against all accounts. */
const perAddress: Budget = { name: 'address', tries: 100, ms: 15 * minuteMs };
const perReset: Budget = { name: 'reset', tries: 3, ms: 60 * minuteMs };

const all = new WeakMap<Kernel['bus'], Attempts>();

/** The counters of this process. */
function attemptsOf(kernel: Kernel): Attempts {
  const attempts = all.get(kernel.bus) ?? makeAttempts(kernel.clock);
  all.set(kernel.bus, attempts);
  return attempts;
}

/** A try to prove a password or code of an account. Counted before the proof, so that a burst is counted, too. */
export function takeTry(call: Call, email: string): () => void {
  const attempts = attemptsOf(call.kernel);
  const device = deviceOf(call, email);
  if (device) return attempts.take([{ budget: perDevice, of: `${device} ${email}` }]);
  return attempts.take([
    { budget: perStranger, of: `${call.address} ${email}` },
    { budget: perAccount, of: email },
    { budget: perAddress, of: call.address },
  ]);
}

/** Whether one more reset mail may go to this address now. */
export function takeReset(kernel: Kernel, email: string): boolean {
  try {
    attemptsOf(kernel).take([{ budget: perReset, of: email }]);
    return true;
  } catch {
    return false;
  }
}
