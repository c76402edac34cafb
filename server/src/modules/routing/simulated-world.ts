import { QueueSettings } from '@meada/contract/routing';
import type { AgentRow } from './rows/agent.ts';
import { type ItemRow, isHandOver } from './rows/item.ts';
import type { ConversationFacts, Load } from './rows/lock.ts';
import type { Move } from './rows/moves.ts';
import { type QueueRow, settingsOf } from './rows/queue.ts';
import type { Change } from './runner/fitting.ts';
import type { Mind } from './runner/mind.ts';

/** The world of the races in memory: rows in maps stand for the tables, and the judge looks at every write. */

export type RaceReport = {
  races: number;
  /** Writes that came too late and were refused: without these there was no race. */
  refused: number;
  begun: number;
  crashes: number;
  /** Hand-overs that were asked for, and that were taken. */
  asked: number;
  relieved: number;
  /** Letters whose customer went on in the chat while they waited or were given. */
  became: number;
  /** Offers accepted after their time, before any router had stored that they passed. */
  late: number;
  /** Work taken from who had it by somebody who meant another, or begun twice. */
  doubled: number;
  overfull: number;
  /** Histories, or conversations, that say something else than the row. */
  astray: number;
  /** Set away for an offer they had accepted. */
  wronged: number;
  /** Work that waits beside a free agent once everything is told, and asking that never ends. */
  idle: number;
};

export type Router = { mind: Mind; news: Set<string>; people: Set<string>; pending: Pending };
/** What a router has decided and not stored yet. */
export type Pending = { changes: Change[]; away: string[] };

export type World = {
  rows: Map<string, ItemRow>;
  talks: Map<string, ConversationFacts>;
  agents: Map<string, AgentRow>;
  routers: Router[];
  /** Conversations of which the log has something to tell that the intake has not looked at. */
  unsettled: Set<string>;
  /** Where the history says that items are. */
  history: Map<string, { what: string; agentId: string | null }>;
  /** Whom the running transaction has given something. */
  given: Set<string>;
  now: number;
  made: number;
  random: () => number;
  report: RaceReport;
};

const settings = (mode: 'offer' | 'assign'): QueueSettings =>
  QueueSettings.parse({
    ...{ mode, wrapUpSeconds: 0, offerSeconds: 5, againSeconds: 5, missedMost: 2 },
    ...{ silentSeconds: 60, preferredSeconds: 20 },
  });
const queueRow = (id: string, mode: 'offer' | 'assign'): QueueRow => ({
  ...{ id, name: id, team_id: null, settings: settings(mode), is_default: false, position: 0 },
  ...{ hours: null, after: null },
});
export const queues = new Map([
  ['chat', queueRow('chat', 'offer')],
  ['letter', queueRow('letter', 'assign')],
]);
export const preferredMs = settingsOf(queues.get('chat') as QueueRow).preferredSeconds * 1000;

export const pick = <T>({ random }: Pick<World, 'random'>, list: readonly T[]): T | undefined =>
  list[Math.floor(random() * list.length)];
export const anAgent = (world: World): AgentRow => pick(world, [...world.agents.values()]) as AgentRow;

export const anItem = (world: World, ...states: string[]): ItemRow | undefined =>
  pick(
    world,
    [...world.rows.values()].filter((row) => states.includes(row.state)),
  );

export function loadOf({ rows }: World, agent: string): Load {
  const load = { real_time: 0, deferred: 0 };
  for (const row of rows.values()) if (row.agent_id === agent) load[row.class] += row.weight;
  return load;
}

export const capacityOf = (row: AgentRow): Load => ({
  real_time: row.capacity_real_time,
  deferred: row.capacity_deferred,
});

/** The open item of a conversation itself, and what is asked of somebody in it. */
export const workOf = (world: World, talkId: string | null): ItemRow | null =>
  itemsOf(world, talkId).find((row) => !isHandOver(row)) ?? null;
export const askOf = (world: World, talkId: string | null): ItemRow | null =>
  itemsOf(world, talkId).find(isHandOver) ?? null;
const itemsOf = ({ rows }: World, talkId: string | null): ItemRow[] =>
  [...rows.values()].filter(({ conversation_id: id }) => id === talkId);

/** A conversation is somebody's, or nobody's; the intake hears of it some time. */
export function belongs(world: World, talkId: string | null, assigneeId: string | null): void {
  const talk = world.talks.get(talkId ?? '');
  if (!talk) return;
  talk.assignee_id = assigneeId;
  world.unsettled.add(talk.id);
}

/** A new item, beside at most one of its kind. */
export function insert(world: World, row: ItemRow): void {
  const others = [workOf(world, row.conversation_id), askOf(world, row.conversation_id)];
  if (others.some((one) => one && isHandOver(one) === isHandOver(row))) world.report.doubled += 1;
  world.history.set(row.id, { what: row.state, agentId: row.agent_id });
  keep(world, row);
}

/**
 * A change of an item as the database makes it: all at once, where the row still is what it leads from; every router hears of
 * it some time. `from`: whose work it may take. False: somebody was quicker.
 */
export function write(
  world: World,
  move: Pick<Move, 'before' | 'after' | 'spells'>,
  from: string | null,
): boolean {
  const { before, after, spells } = move;
  const row = world.rows.get(before.id);
  if (row?.version !== before.version) {
    world.report.refused += 1;
    return false;
  }
  const had = row.state === 'active' || row.state === 'paused' ? row.agent_id : null;
  // The judge: what somebody has goes to nobody by the word of who meant another.
  const given = after.agent_id !== null && after.state !== 'done' && after.agent_id !== had;
  if (given && had !== null && had !== from) world.report.doubled += 1;
  const last = spells.at(-1);
  if (last) world.history.set(after.id, last);
  keep(world, { ...after, version: row.version + 1 });
  return true;
}

function keep(world: World, row: ItemRow): void {
  const { report, history } = world;
  for (const router of world.routers) router.news.add(row.id);
  if (row.state === 'done') {
    world.rows.delete(row.id);
    history.delete(row.id);
    return;
  }
  world.rows.set(row.id, row);
  const told = history.get(row.id);
  if (told?.what !== row.state || told.agentId !== row.agent_id) report.astray += 1;
  if (row.agent_id === null) return;
  // Who asks to be relieved is not who relieves.
  if (isHandOver(row) && row.agent_id === row.left_by) report.astray += 1;
  if (row.state === 'active') report.begun += 1;
  world.given.add(row.agent_id);
}

/** After a transaction: nobody whom it gave anything holds more than fits. */
export function judgeRoom(world: World): void {
  for (const id of world.given) {
    const [load, most] = [loadOf(world, id), capacityOf(world.agents.get(id) as AgentRow)];
    if (load.real_time > most.real_time || load.deferred > most.deferred) world.report.overfull += 1;
  }
  world.given.clear();
}
