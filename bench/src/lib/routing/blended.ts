import { chanceOf } from '../identity/chance.ts';
import { exponential } from './chance.ts';
import { agentWith, plainQueue, workOf } from './parts.ts';
import { type Arrival, simulate } from './simulate.ts';

/** Real-time contacts beside deferred work that never ends. */
export type Blend = 'alone' | 'pausable' | 'uninterruptible';

/** One set of sizes: contacts by their handling time (s) and load (Erlang), deferred items by their handling time (s). */
export type Sizes = { agents: number; load: number; handling: number; deferred: number; contacts: number };

export type BlendOutcome = {
  /** Mean wait of contacts, in seconds. */
  wait: number;
  /** Share of the agents' time at work. */
  utilisation: number;
  deferredPerHour: number;
  fairness: number;
};

function* contacts({ contacts: count, load, handling }: Sizes, seed: number): Generator<Arrival, undefined> {
  const chance = chanceOf(seed);
  let at = 0;
  for (let n = 0; n < count; n += 1) {
    at += exponential(chance, (handling * 1000) / load);
    const length = exponential(chance, handling * 1000);
    yield { at, work: workOf(`c${n}`, at), handling: length, patience: Number.POSITIVE_INFINITY };
  }
  return undefined;
}

/** Runs one arm; the same seed brings the same contacts. Whoever waits, waits as long as it takes. */
export function runBlend(sizes: Sizes, blend: Blend, seed: number): BlendOutcome {
  const capacity = { real_time: 1, deferred: blend === 'alone' ? 0 : 1 };
  const agents = Array.from({ length: sizes.agents }, (_, n) => agentWith(`a${n}`, [], { capacity }));
  const chance = chanceOf(seed + 1);
  let [waited, counted, done, made] = [0, 0, 0, 0];
  const deferred = (at: number): Arrival => {
    made += 1;
    const over = { class: 'deferred', kind: 'task', pausable: blend === 'pausable' } as const;
    return {
      at,
      work: workOf(`d${made}`, at, over),
      handling: exponential(chance, sizes.deferred * 1000),
      patience: Number.POSITIVE_INFINITY,
    };
  };
  function* all(): Generator<Arrival, undefined> {
    // A stock that every finished item is added to again.
    if (blend !== 'alone') for (let n = 0; n < 2 * sizes.agents; n += 1) yield deferred(0);
    yield* contacts(sizes, seed);
    return undefined;
  }
  const { busy, now } = simulate(
    {
      queues: [plainQueue('calls')],
      agents,
      arrivals: all(),
      refill: (finished, at) => {
        if (finished.class === 'real_time') return null;
        done += 1;
        return deferred(at);
      },
    },
    {
      began: (work, wait) => {
        if (work.class === 'deferred') return;
        waited += wait;
        counted += 1;
      },
    },
  );
  const times = [...busy.values()];
  return {
    wait: waited / counted / 1000,
    utilisation: times.reduce((sum, time) => sum + time, 0) / (now * sizes.agents),
    deferredPerHour: done / (now / 3_600_000),
    fairness: Math.max(...times) / Math.min(...times),
  };
}
