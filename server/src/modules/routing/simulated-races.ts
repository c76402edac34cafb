import { QueueSettings } from '@meada/contract/routing';
import type { AgentRow } from './rows/agent.ts';
import type { ItemRow } from './rows/item.ts';
import type { LockedAgent } from './rows/lock.ts';
import { queueOf } from './rows/queue.ts';
import { fitting, moveOf } from './runner/fitting.ts';
import { changesOf, decide, freshMind, learn, learnAll } from './runner/mind.ts';
import { accept, arrive, come, decline, end, handOver, leave, take } from './simulated-people.ts';
import { loadOf, pick, type RaceReport, type Router, type World, write } from './simulated-world.ts';

/**
 * Races in memory, a million of them in a minute: rows in a map stand for the table, every write to them is one transaction
 * as the database serialises them. Two routers read late, decide, and store only after others have written; people accept,
 * decline, take, hand over and leave; routers die between deciding and storing. Routers, compare-and-set and the counting of
 * capacity are the production's own. The judge stands beside and knows only what each write says.
 */
const queues = (['offer', 'assign'] as const).map((mode, at) =>
  queueOf({
    id: ['chat', 'mail'][at] as string,
    settings: QueueSettings.parse({ mode, wrapUpSeconds: 0, againSeconds: 5, missedMost: null }),
  }),
);

export function simulateRaces(races: number, random: () => number): RaceReport {
  const report = { races, refused: 0, begun: 0, crashes: 0, doubled: 0, overfull: 0, astray: 0, idle: 0 };
  const world: World = { rows: new Map(), agents: new Map(), routers: [], now: 1, made: 0, random, report };
  for (let nth = 0; nth < 6; nth += 1) world.agents.set(`a${nth}`, anAgent(`a${nth}`, nth));
  world.routers = [aRouter(world), aRouter(world)];
  const acts = [
    arrive,
    arrive,
    accept,
    accept,
    decline,
    take,
    handOver,
    handOver,
    end,
    end,
    leave,
    come,
    come,
    think,
    think,
    store,
    store,
    crash,
  ];
  for (let nth = 0; nth < races; nth += 1) {
    world.now += random() * 2000;
    (pick(world, acts) as (world: World) => void)(world);
  }
  settle(world);
  report.idle = idleIn(world);
  return report;
}

const anAgent = (id: string, nth: number): AgentRow => ({
  ...{ person_id: id, capacity_real_time: 1, capacity_deferred: 2, hours: null, shift_last_minutes: 0 },
  ...{ chosen: 'available', reason_id: null, reason: null, chosen_at: new Date(0), presence: 'available' },
  ...{
    wrap_until: null,
    missed: 0,
    occupancy_real_time: 0,
    occupancy_deferred: 0,
    occupancy_at: new Date(0),
  },
  ...{ queues: nth % 3 === 0 ? ['chat'] : ['chat', 'mail'], skills: {}, aptitude: {} },
});

/** A router that has read everything. What follows from it is decided when it thinks. */
function aRouter(world: World): Router {
  const mind = freshMind(null);
  const [agents, items] = [[...world.agents.values()], [...world.rows.values()]];
  const decisions = decide(mind, learnAll(mind, { queues, agents, items }, world.now), world.now);
  return { mind, news: new Set(), people: new Set(), pending: changesOf(mind, decisions, new Set()) };
}

/** A router reads what it has heard of, and decides; nothing is stored yet. */
function think(world: World, router = pick(world, world.routers) as Router): void {
  if (router.pending.length > 0) return;
  const { mind } = router;
  const ids = [...router.news];
  const items = ids.flatMap((id) => world.rows.get(id) ?? []);
  const gone = ids.filter((id) => !world.rows.has(id));
  router.news.clear();
  const decisions = decide(mind, [learn(mind, { agents: [], items, gone }, world.now)], world.now);
  const people = new Set(router.people);
  for (const agent of people) {
    const { presence: now } = world.agents.get(agent) as AgentRow;
    decisions.push(...decide(mind, [{ type: 'presence', agent, presence: now }], world.now));
  }
  router.people.clear();
  decisions.push(...decide(mind, [{ type: 'tick' }], world.now));
  router.pending = changesOf(mind, decisions, people);
}

/** What it decided is stored, as far as the rows still are what it knew. */
function store(world: World, router = pick(world, world.routers) as Router): void {
  const changes = router.pending;
  router.pending = [];
  const agents = new Map(
    [...world.agents.values()].map((row): [string, LockedAgent] => {
      const capacity = { real_time: row.capacity_real_time, deferred: row.capacity_deferred };
      const { person_id, presence: now, chosen } = row;
      const shift = { hours: null, shift_last_minutes: 0 };
      return [person_id, { person_id, capacity, presence: now, chosen, wrap_until: null, ...shift }];
    }),
  );
  const loads = new Map([...agents.keys()].map((id) => [id, loadOf(world, id)]));
  const able = fitting(changes, { rows: world.rows, agents, loads, stray: new Set() });
  for (const change of able) {
    const row = world.rows.get(change.known.id);
    const { after, spells } = moveOf(change, new Date(world.now));
    const last = spells.at(-1);
    if (last && (last.agentId !== after.agent_id || last.what !== after.state)) world.report.astray += 1;
    // The judge: whoever somebody else has begun meanwhile is not begun once more.
    const theirs = row?.state === 'active' && row.agent_id !== change.known.agent_id;
    if (theirs && after.agent_id !== row?.agent_id) world.report.doubled += 1;
    write(world, after);
    router.mind.rows.set(after.id, world.rows.get(after.id) as ItemRow);
    router.news.delete(after.id);
  }
  const stored = new Set(able);
  for (const change of changes) if (!stored.has(change)) router.news.add(change.known.id);
  world.report.refused += changes.length - able.length;
}

/** A router dies with what it had decided, and another one begins from the rows. */
function crash(world: World): void {
  if (world.random() > 0.05) return;
  world.report.crashes += 1;
  world.routers[world.random() < 0.5 ? 0 : 1] = aRouter(world);
}

/** Until nobody has anything to say any more; everybody is there. */
function settle(world: World): void {
  for (const agent of world.agents.values()) agent.presence = 'available';
  world.now += 60_000;
  for (const router of world.routers) for (const id of world.agents.keys()) router.people.add(id);
  for (let nth = 0; nth < 200; nth += 1) {
    for (const router of world.routers) {
      store(world, router);
      think(world, router);
      store(world, router);
    }
    if (world.routers.every(({ news, pending }) => news.size + pending.length === 0)) return;
  }
}

/** Said once more from the rows alone. */
function idleIn(world: World): number {
  const waiting = [...world.rows.values()].filter(({ state }) => state === 'waiting');
  return waiting.filter((row) =>
    [...world.agents.values()].some((agent) => {
      const load = loadOf(world, agent.person_id);
      const room =
        row.class === 'real_time'
          ? load.real_time < 1
          : load.real_time === 0 && load.deferred < agent.capacity_deferred;
      return (
        room &&
        agent.queues.includes(row.queue_id) &&
        !row.tried.some(({ agent: who, until }) => who === agent.person_id && until > world.now)
      );
    }),
  ).length;
}
