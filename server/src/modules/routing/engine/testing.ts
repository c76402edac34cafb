import fc from 'fast-check';
import { applyEvent } from './apply.ts';
import { agentOf, emptyState, type RouterState } from './state.ts';
import type { AgentSettings, Decision, Queue, RoutingEvent, Work } from './types.ts';

/** A queue that assigns at once and has no frills. */
export const aQueue = (over: Partial<Queue> = {}): Queue => ({
  id: 'main',
  mode: 'assign',
  order: 'longest',
  agingMs: 60_000,
  headStartMs: 0,
  targetMs: 600_000,
  offerMs: 20_000,
  againMs: 60_000,
  missedMost: null,
  preferredMs: 0,
  agents: 'least_occupied',
  wrapUpMs: 0,
  graceMs: { real_time: 30_000, deferred: 900_000 },
  pausedMostMs: null,
  steps: [],
  attended: null,
  afterHours: null,
  ...over,
});

export const anAgent = (id: string, over: Partial<AgentSettings> = {}): AgentSettings => ({
  id,
  queues: ['main'],
  skills: {},
  aptitude: {},
  capacity: { real_time: 1, deferred: 2 },
  shift: null,
  ...over,
});

export const aWork = (id: string, over: Partial<Work> = {}): Work => ({
  id,
  kind: 'conversation',
  class: 'real_time',
  channel: 'chat',
  queue: 'main',
  skills: [],
  priority: 0,
  arrivedAt: 0,
  deadline: null,
  preferred: null,
  weight: 1,
  pausable: true,
  ...over,
});

/** A house with queues and agents who are there. */
export function aHouse(queues: Queue[], agents: AgentSettings[], now = 0): RouterState {
  const state = emptyState(now);
  for (const queue of queues) applyEvent(state, { type: 'queue_set', queue }, now);
  for (const agent of agents) {
    applyEvent(state, { type: 'agent_set', agent }, now);
    applyEvent(state, { type: 'presence', agent: agent.id, presence: 'available' }, now);
  }
  return state;
}

/** Decisions in short: `start w1 a1`, `return w1 a1 declined`. */
export const told = (decisions: Decision[]): string[] =>
  decisions.map((one) => {
    const { type } = one;
    if (type === 'refuse') return `refuse ${one.why}`;
    if (type === 'set_away') return `set_away ${one.agent}`;
    if (type === 'step') return `step ${one.item} ${one.step}`;
    return [type, one.item, one.agent, type === 'return' ? one.why : ''].join(' ').trim();
  });

export type Moment = { event: RoutingEvent; afterMs: number; nth: number };

const standings: Partial<Record<RoutingEvent['type'], string[]>> = {
  accept: ['offered'],
  decline: ['offered'],
  done: ['active', 'paused'],
  release: ['active', 'paused'],
  assign: ['waiting', 'offered', 'active', 'paused'],
};

/** Points most commands at an item they can be about; every eighth stays as wrong as it came. */
export function aimed(state: RouterState, { event, nth }: Moment): RoutingEvent {
  const ways = standings[event.type];
  if (!ways || nth % 8 === 0 || !('item' in event)) return event;
  const able = [...state.entries.values()].filter(({ item }) => ways.includes(item.standing.state));
  const item = able.sort((a, b) => (a.item.id < b.item.id ? -1 : 1))[nth % Math.max(1, able.length)]?.item;
  if (!item) return event;
  const agent = event.type === 'assign' ? event.agent : agentOf(item);
  return { ...event, item: item.id, agent } as RoutingEvent;
}

const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const agents = pick('a1', 'a2', 'a3');
const items = fc.integer({ min: 1, max: 9 }).map((n) => `w${n}`);
const queueIds = pick('main', 'second', 'hand');
const levels = fc.dictionary(pick('en', 'tax'), fc.integer({ min: 1, max: 3 }), { maxKeys: 2 });

const agentSettings = fc.record({
  id: agents,
  queues: fc.uniqueArray(queueIds, { minLength: 1, maxLength: 3 }),
  skills: levels,
  aptitude: fc.dictionary(pick('chat', 'mail'), fc.integer({ min: 0, max: 2 }), { maxKeys: 2 }),
  capacity: pick({ real_time: 1, deferred: 2 }, { real_time: 2, deferred: 3 }, { real_time: 1, deferred: 0 }),
  shift: pick(
    null,
    null,
    { from: 0, to: 400_000, lastMs: 0 },
    { from: 100_000, to: 900_000, lastMs: 60_000 },
  ),
});

const works = fc.record({
  id: items,
  kind: pick('conversation', 'callback', 'complaint', 'review', 'task'),
  class: pick('real_time', 'deferred'),
  channel: pick('chat', 'mail'),
  queue: queueIds,
  skills: fc.uniqueArray(fc.record({ skill: pick('en', 'tax'), level: fc.integer({ min: 1, max: 2 }) }), {
    maxLength: 2,
    selector: ({ skill }) => skill,
  }),
  priority: fc.integer({ min: 0, max: 3 }),
  arrivedAt: fc.integer({ min: 0, max: 500_000 }),
  deadline: fc.option(fc.integer({ min: 0, max: 2_000_000 })),
  preferred: fc.option(agents),
  weight: pick(1, 1, 1, 2),
  pausable: pick(true, true, true, false),
}) as fc.Arbitrary<Work>;

const queues = fc
  .record({
    order: pick('longest', 'priority', 'deadline'),
    agents: pick('least_occupied', 'best_skilled'),
    missedMost: pick(null, 2),
    preferredMs: pick(0, 50_000),
    wrapUpMs: pick(0, 10_000),
    pausedMostMs: pick(null, 120_000),
    attended: pick(null, null, { from: 0, to: 200_000 }, { from: 100_000, to: 500_000 }),
    afterHours: pick(
      null,
      { queue: 'second', attended: null },
      { queue: 'second', attended: { from: 0, to: 300_000 } },
    ),
    offerMs: pick(5_000, 20_000),
    graceMs: pick({ real_time: 30_000, deferred: 100_000 }, { real_time: 0, deferred: 0 }),
    steps: pick(
      [],
      [
        { afterMs: 40_000, overflowTo: ['second'], lowerLevels: 1 },
        { afterMs: 90_000, dropSkills: ['tax', 'en'], raise: 2, escalate: true },
      ],
    ),
  })
  .chain((over) => pick('main', 'second', 'hand').map((id) => ({ over, id })))
  .chain(({ over, id }) =>
    pick<Queue['mode']>('offer', 'assign').map((mode) =>
      aQueue({ ...(over as Partial<Queue>), id, mode: id === 'hand' ? 'pull' : mode }),
    ),
  );

const pair = { item: items, agent: agents };
const kind = <T extends RoutingEvent['type']>(type: T) => ({ type: fc.constant(type) });
const events = fc.oneof(
  { weight: 8, arbitrary: fc.record({ ...kind('item_set'), work: works }) },
  { weight: 3, arbitrary: fc.record({ ...kind('accept'), ...pair }) },
  { weight: 2, arbitrary: fc.record({ ...kind('decline'), ...pair }) },
  { weight: 3, arbitrary: fc.record({ ...kind('done'), ...pair }) },
  { weight: 1, arbitrary: fc.record({ ...kind('assign'), ...pair }) },
  { weight: 1, arbitrary: fc.record({ ...kind('release'), ...pair, queue: queueIds }) },
  { weight: 2, arbitrary: fc.record({ ...kind('pull'), agent: agents, item: fc.option(items) }) },
  { weight: 1, arbitrary: fc.record({ ...kind('ready'), agent: agents }) },
  { weight: 1, arbitrary: fc.record({ ...kind('item_gone'), item: items }) },
  { weight: 1, arbitrary: fc.record({ ...kind('queue_set'), queue: queues }) },
  { weight: 1, arbitrary: fc.record({ ...kind('agent_gone'), agent: agents }) },
  { weight: 2, arbitrary: fc.record({ ...kind('agent_set'), agent: agentSettings }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...kind('presence'),
      agent: agents,
      presence: pick('available', 'available', 'available', 'away', 'offline'),
    }),
  },
  { weight: 2, arbitrary: fc.record(kind('tick')) },
) as fc.Arbitrary<RoutingEvent>;

/** Histories of a small house in which everything happens; events name the other's items and agents, too. */
export const histories = fc.array(
  fc.record({ event: events, afterMs: fc.integer({ min: -3_000, max: 12_000 }), nth: fc.nat(100) }),
  { minLength: 5, maxLength: 120, size: 'max' },
);
