import type { AgentRow } from './rows/agent.ts';
import type { ItemRow } from './rows/item.ts';
import type { Load } from './rows/lock.ts';
import type { Change } from './runner/fitting.ts';
import type { Mind } from './runner/mind.ts';

/** The world of the races in memory: rows in a map stand for the table, and the judge looks at every write. */

export type RaceReport = {
  races: number;
  /** Writes that came too late and were refused: without these there was no race. */
  refused: number;
  begun: number;
  crashes: number;
  doubled: number;
  overfull: number;
  /** Histories that say something else than the row. */
  astray: number;
  /** Work that waits beside a free agent once everything is told. */
  idle: number;
};

export type Router = { mind: Mind; news: Set<string>; people: Set<string>; pending: Change[] };
export type World = {
  rows: Map<string, ItemRow>;
  agents: Map<string, AgentRow>;
  routers: Router[];
  now: number;
  made: number;
  random: () => number;
  report: RaceReport;
};

export const pick = <T>({ random }: World, list: readonly T[]): T | undefined =>
  list[Math.floor(random() * list.length)];

const none = { real_time: 0, deferred: 0 };

/** A write as the database does it: all at once, and every router hears of it some time. The judge looks. */
export function write(world: World, after: ItemRow): void {
  const { rows, report } = world;
  const before = rows.get(after.id);
  if (after.state === 'done') rows.delete(after.id);
  else rows.set(after.id, { ...after, version: (before?.version ?? 0) + 1 });
  for (const router of world.routers) router.news.add(after.id);
  if (after.agent_id === null || after.state === 'done') return;
  if (after.state === 'active') report.begun += 1;
  const { capacity_real_time, capacity_deferred } = world.agents.get(after.agent_id) as AgentRow;
  const most = after.class === 'real_time' ? capacity_real_time : capacity_deferred;
  if (loadOf(world, after.agent_id)[after.class] > most) report.overfull += 1;
}

export function loadOf({ rows }: World, agent: string): Load {
  const load = { ...none };
  for (const row of rows.values()) if (row.agent_id === agent) load[row.class] += row.weight;
  return load;
}

export const anItem = (world: World, ...states: string[]): ItemRow | undefined =>
  pick(
    world,
    [...world.rows.values()].filter(({ state }) => states.includes(state)),
  );
