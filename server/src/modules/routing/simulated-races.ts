import type { AgentRow } from './rows/agent.ts';
import { type ItemRow, isHandOver } from './rows/item.ts';
import { ask, takeBack } from './simulated-asks.ts';
import { accept, come, decline, leave, release, take, takeOver } from './simulated-people.ts';
import { aRouter, crash, overdue, store, think } from './simulated-routers.ts';
import { answer, arrive, assign, follow, resolve, writeAgain } from './simulated-talks.ts';
import {
  capacityOf,
  judgeRoom,
  loadOf,
  pick,
  preferredMs,
  type RaceReport,
  type World,
  workOf,
} from './simulated-world.ts';

/**
 * Races in memory, a million of them in a minute: rows in maps stand for the tables, every act is one transaction as the
 * database serialises them. Two routers read late, decide, and store only after others have written; the intake comes behind;
 * people accept (late, too), decline, take, take over, hand on, ask to be relieved and leave; letters become chats; routers die
 * between deciding and storing. Routers, intake, what becomes of a hand-over, compare-and-set and the counting of capacity
 * are the production's own. The judge stands beside and knows only what each write says.
 */
const acts: ((world: World) => void)[] = [
  ...[arrive, arrive, arrive, writeAgain, answer, resolve, resolve, assign, follow, follow, follow, follow],
  ...[accept, accept, accept, decline, take, takeOver, release, ask, ask, takeBack, overdue],
  ...[leave, come, come, come],
  ...[think, think, think, store, store, store, crash],
];

const blank = { refused: 0, begun: 0, crashes: 0, asked: 0, relieved: 0, became: 0, late: 0 };
const clean = { doubled: 0, overfull: 0, astray: 0, wronged: 0, idle: 0 };

export function simulateRaces(races: number, random: () => number): RaceReport {
  const report = { races, ...blank, ...clean };
  const maps = { rows: new Map(), talks: new Map(), agents: new Map(), history: new Map() };
  const world: World = {
    ...maps,
    routers: [],
    unsettled: new Set(),
    given: new Set(),
    now: 1,
    made: 0,
    random,
    report,
  };
  for (let nth = 0; nth < 6; nth += 1) world.agents.set(`a${nth}`, anAgent(`a${nth}`, nth));
  world.routers = [aRouter(world), aRouter(world)];
  for (let nth = 0; nth < races; nth += 1) {
    world.now += random() * 2000;
    (pick(world, acts) as (world: World) => void)(world);
    judgeRoom(world);
  }
  settle(world);
  report.astray += strayIn(world);
  report.idle = idleIn(world);
  return report;
}

const anAgent = (id: string, nth: number): AgentRow => ({
  ...{ person_id: id, capacity_real_time: 1, capacity_deferred: 2, hours: null, shift_last_minutes: 0 },
  ...{ chosen: 'available', reason_id: null, reason: null, chosen_at: new Date(0), presence: 'available' },
  ...{ wrap_until: null, missed: 0, occupancy_real_time: 0, occupancy_deferred: 0 },
  occupancy_at: new Date(0),
  ...{ queues: nth % 3 === 0 ? ['chat'] : ['chat', 'letter'], skills: {}, aptitude: {} },
});

/** Long enough for every offer and asking to end; then everybody is there. Until nobody has anything to say any more. */
function settle(world: World): void {
  for (let nth = 0; nth < 12; nth += 1) {
    world.now += 60_000;
    quieten(world);
  }
  for (const agent of world.agents.values()) agent.presence = 'available';
  for (const router of world.routers) for (const id of world.agents.keys()) router.people.add(id);
  quieten(world);
}

function quieten(world: World): void {
  for (let nth = 0; nth < 200; nth += 1) {
    while (world.unsettled.size > 0) follow(world);
    for (const router of world.routers) {
      store(world, router);
      think(world, router);
      store(world, router);
      overdue(world, router);
      judgeRoom(world);
    }
    const left = world.routers.map(({ news, pending }) => news.size + pending.changes.length);
    if (world.unsettled.size === 0 && left.every((size) => size === 0)) return;
  }
  // Who is never done with it is idle for ever.
  world.report.idle += 1;
}

/** Conversations that say something else than their work, once everything is told. */
const strayIn = (world: World): number =>
  [...world.talks.values()].filter(({ id, assignee_id: assignee }) => {
    const work = workOf(world, id);
    return (work?.state === 'active' || work?.state === 'paused') && work.agent_id !== assignee;
  }).length;

/** Said once more from the rows alone: who waits beside somebody free, and what is asked without end. */
function idleIn(world: World): number {
  const rows = [...world.rows.values()];
  const waiting = rows.filter(({ state }) => state === 'waiting');
  const endless = rows.filter(({ ends_at: ends }) => ends && ends.getTime() < world.now - 10_000);
  const beside = waiting.filter((row) =>
    [...world.agents.values()].some((agent) => couldHave(world, row, agent)),
  );
  return world.report.idle + endless.length + beside.length;
}

function couldHave(world: World, row: ItemRow, agent: AgentRow): boolean {
  const [load, most] = [loadOf(world, agent.person_id), capacityOf(agent)];
  const room =
    row.class === 'real_time'
      ? load.real_time < most.real_time
      : load.real_time === 0 && load.deferred < most.deferred;
  const kept = row.preferred_id !== null && world.now - row.waiting_since.getTime() < preferredMs;
  const tried = row.tried.some(({ agent: who, until }) => who === agent.person_id && until > world.now);
  const own = isHandOver(row) && row.left_by === agent.person_id;
  return room && agent.queues.includes(row.queue_id) && !kept && !tried && !own;
}
