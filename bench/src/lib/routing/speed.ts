import {
  applyEvent,
  emptyState,
  type RouterState,
  type RoutingEvent,
  rebuild,
  snapshotOf,
  type Work,
} from '../../../../server/src/modules/routing/index.ts';
import { type Chance, chanceOf } from '../identity/chance.ts';
import { percentile } from '../report.ts';
import { agentWith, plainQueue, workOf } from './parts.ts';

const queues = ['sales', 'support', 'billing', 'returns', 'technical', 'complaints'];
const skills = ['en', 'es', 'fr', 'tax', 'b2b', 'repair', 'credit', 'travel', 'tv', 'net'];
const channels = ['chat', 'phone', 'mail', 'social'];

/**
 * Microseconds of single events. Every run brings the same events to the same state, so the least of three runs is what an
 * event takes when the machine does nothing else meanwhile; `onceP99` is of a single run, with all that happened beside.
 */
export type Speed = { p50: number; p99: number; most: number; onceP99: number };

const runs = 3;

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) * 1000;
}

function leastOf(run: () => number[]): Speed {
  const all = Array.from({ length: runs }, run);
  const least = (all[0] ?? []).map((_, at) => Math.min(...all.map((one) => one[at] ?? 0)));
  return {
    p50: percentile(least, 0.5),
    p99: percentile(least, 0.99),
    most: Math.max(...least),
    onceP99: percentile(all.at(-1) ?? [], 0.99),
  };
}

const someOf = (chance: Chance, from: readonly string[], most: number): string[] => [
  ...new Set(Array.from({ length: 1 + chance.below(most) }, () => chance.pick(from))),
];

/** Agents nearly all unlike: two or three queues, up to four skills at three levels, aptitudes of their own. */
function houseOf(chance: Chance, agents: number): RouterState {
  const state = emptyState(0);
  queues.forEach((id, at) => {
    const mode = at % 2 ? 'offer' : 'assign';
    const order = (['longest', 'priority', 'deadline'] as const)[at % 3] ?? 'longest';
    const steps = [
      { afterMs: 240_000, overflowTo: [queues[(at + 1) % queues.length] ?? id], lowerLevels: 1 },
    ];
    applyEvent(
      state,
      { type: 'queue_set', queue: plainQueue(id, { mode, order, steps, preferredMs: 60_000 }) },
      0,
    );
  });
  for (let n = 0; n < agents; n += 1) {
    const agent = agentWith(`a${n}`, [], {
      queues: someOf(chance, queues, 3),
      skills: Object.fromEntries(someOf(chance, skills, 4).map((skill) => [skill, 1 + chance.below(3)])),
      aptitude: { [chance.pick(channels)]: 1 + chance.below(3) },
      capacity: { real_time: 1, deferred: 3 },
    });
    applyEvent(state, { type: 'agent_set', agent }, 0);
    applyEvent(state, { type: 'presence', agent: agent.id, presence: 'available' }, 0);
  }
  return state;
}

function someWork(chance: Chance, id: string, at: number): Work {
  const deferred = chance.hits(0.4);
  return workOf(id, at, {
    class: deferred ? 'deferred' : 'real_time',
    channel: chance.pick(deferred ? ['mail', 'social'] : ['chat', 'phone']),
    queue: chance.pick(queues),
    skills: chance.hits(0.6) ? [{ skill: chance.pick(skills), level: 1 + chance.below(2) }] : [],
    priority: chance.below(4),
    deadline: at + 600_000 * (1 + chance.below(10)),
    preferred: chance.hits(0.2) ? `a${chance.below(1000)}` : null,
  });
}

/** What happens next: whoever was asked says yes (seldom no), somebody finishes, somebody comes; now and then one leaves. */
function nextEvent(state: RouterState, chance: Chance, n: number): RoutingEvent {
  const agent = `a${chance.below(state.slots.size)}`;
  const held = [...(state.slots.get(agent)?.held.values() ?? [])].map(({ item }) => item);
  const offered = held.find(({ standing }) => standing.state === 'offered');
  if (offered) return { type: chance.hits(0.9) ? 'accept' : 'decline', item: offered.id, agent };
  const active = held.find(({ standing }) => standing.state === 'active');
  if (active && n % 2) return { type: 'done', item: active.id, agent };
  if (chance.hits(0.02)) {
    // Nine of ten are there.
    const presence = chance.hits(0.9) ? 'available' : chance.pick(['away', 'offline'] as const);
    return { type: 'presence', agent, presence };
  }
  return { type: 'item_set', work: someWork(chance, `n${n}`, state.now) };
}

/** Events one by one against a full house: so many agents, so many items waiting. */
export const measureSpeed = (agents: number, waiting: number, events: number): Speed =>
  leastOf(() => runFull(agents, waiting, events));

function runFull(agents: number, waiting: number, events: number): number[] {
  const chance = chanceOf(5);
  const state = houseOf(chance, agents);
  let n = 0;
  const count = (): number => [...state.demands.values()].reduce((sum, demand) => sum + demand.waiting, 0);
  for (let left = waiting; left > 0; left = waiting - count()) {
    for (let i = 0; i < left; i += 1) {
      n += 1;
      applyEvent(state, { type: 'item_set', work: someWork(chance, `w${n}`, n) }, n);
    }
  }
  const took: number[] = [];
  const warm = Math.ceil(events / 5);
  for (let i = 0; i < events + warm; i += 1) {
    const event = nextEvent(state, chance, i);
    const one = timed(() => applyEvent(state, event, state.now + 5));
    if (i >= warm) took.push(one);
  }
  return took;
}

/** Arrivals one by one into a house where all are free: the choice is widest. */
export const measureChoice = (agents: number, events: number): Speed =>
  leastOf(() => runFree(agents, events));

function runFree(agents: number, events: number): number[] {
  const chance = chanceOf(6);
  const state = houseOf(chance, agents);
  const took: number[] = [];
  for (let i = 0; i < events; i += 1) {
    const work = someWork(chance, `w${i}`, i * 100);
    took.push(timed(() => applyEvent(state, { type: 'item_set', work }, i * 100)));
    applyEvent(state, { type: 'item_gone', item: work.id }, i * 100);
  }
  return took.slice(events / 5);
}

/** Milliseconds to build a state of so many rows anew. */
export function measureRebuild(agents: number, waiting: number): number {
  const chance = chanceOf(7);
  const state = houseOf(chance, agents);
  for (let n = 0; n < waiting + agents; n += 1) {
    applyEvent(state, { type: 'item_set', work: someWork(chance, `w${n}`, n) }, n);
  }
  const stored = snapshotOf(state);
  const began = performance.now();
  rebuild(stored);
  return performance.now() - began;
}
