import {
  type AgentSettings,
  applyEvent,
  emptyState,
  nextDue,
  type Queue,
  type RouterState,
  type RoutingEvent,
  type Work,
} from '../../../../server/src/modules/routing/index.ts';
import { type Calendar, makeCalendar } from './calendar.ts';

/** Somebody who comes: the work, how long it takes, how long they wait for it (ms). */
export type Arrival = { at: number; work: Work; handling: number; patience: number };

export type House = {
  queues: Queue[];
  agents: AgentSettings[];
  arrivals: Iterator<Arrival, undefined>;
  /** What comes when an item is finished: deferred work that never ends. */
  refill?: (finished: Work, now: number) => Arrival | null;
};

export type Watch = {
  /** Waited until it began. */
  began?: (work: Work, waited: number) => void;
  gaveUp?: (work: Work, waited: number) => void;
};

type Live = { arrival: Arrival; left: number; since: number; begun: boolean };
type Due = { kind: 'end' | 'patience'; item: string };

type World = {
  house: House;
  watch: Watch;
  state: RouterState;
  calendar: Calendar<Due>;
  live: Map<string, Live>;
  /** What each agent does: how many items at once, since when, how long in all. */
  work: Map<string, { items: number; since: number; total: number }>;
};

/**
 * The production router in simulated time: arrivals, handling and patience happen, all else it decides. Says how long each
 * agent was at work, and when it ended: with the last arrival.
 */
export function simulate(house: House, watch: Watch): { busy: Map<string, number>; now: number } {
  const work = new Map(house.agents.map(({ id }) => [id, { items: 0, since: 0, total: 0 }]));
  const world: World = { house, watch, state: open(house), calendar: makeCalendar(), live: new Map(), work };
  let arrival = house.arrivals.next().value;
  let now = 0;
  while (arrival) {
    const due = world.calendar.next();
    now = Math.min(arrival.at, due, nextDue(world.state));
    if (now === due) happen(world, world.calendar.take(), now);
    else if (now === arrival.at) {
      admit(world, arrival, now);
      arrival = house.arrivals.next().value;
    } else send(world, { type: 'tick' }, now);
  }
  const busy = [...work].map(([id, { items, since, total }]): [string, number] => [
    id,
    items > 0 ? total + now - since : total,
  ]);
  return { busy: new Map(busy), now };
}

/** The house with everybody there. */
function open({ queues, agents }: House): RouterState {
  const state = emptyState(0);
  for (const queue of queues) applyEvent(state, { type: 'queue_set', queue }, 0);
  for (const agent of agents) {
    applyEvent(state, { type: 'agent_set', agent }, 0);
    applyEvent(state, { type: 'presence', agent: agent.id, presence: 'available' }, 0);
  }
  return state;
}

function send(world: World, event: RoutingEvent, now: number): void {
  for (const decision of applyEvent(world.state, event, now)) {
    if (decision.type === 'start' || decision.type === 'resume') goOn(world, decision, now);
    if (decision.type === 'pause') pause(world, decision, now);
  }
}

type Pair = { item: string; agent: string };

function goOn({ live, calendar, watch, work }: World, { item, agent }: Pair, now: number): void {
  const one = live.get(item);
  if (!one) throw new Error(`${item} was started, and nobody knows of it`);
  if (!one.begun) {
    calendar.cancel(`p${item}`);
    watch.began?.(one.arrival.work, now - one.arrival.at);
  }
  one.begun = true;
  one.since = now;
  calendar.set(`e${item}`, now + one.left, { kind: 'end', item });
  const its = work.get(agent);
  if (its && its.items === 0) its.since = now;
  if (its) its.items += 1;
}

function rest({ work }: World, agent: string, now: number): void {
  const its = work.get(agent);
  if (!its) return;
  its.items -= 1;
  if (its.items === 0) its.total += now - its.since;
}

function pause(world: World, { item, agent }: Pair, now: number): void {
  const one = world.live.get(item);
  if (one) one.left -= now - one.since;
  world.calendar.cancel(`e${item}`);
  rest(world, agent, now);
}

function admit(world: World, arrival: Arrival, now: number): void {
  const { id: item } = arrival.work;
  world.live.set(item, { arrival, left: arrival.handling, since: now, begun: false });
  if (arrival.patience < Number.POSITIVE_INFINITY) {
    world.calendar.set(`p${item}`, now + arrival.patience, { kind: 'patience', item });
  }
  send(world, { type: 'item_set', work: arrival.work }, now);
}

/** Somebody gives up, or an item is finished. */
function happen(world: World, { kind, item }: Due, now: number): void {
  const { live, watch, state, house } = world;
  const one = live.get(item);
  live.delete(item);
  if (!one) throw new Error(`${item} ended, and nobody knows of it`);
  const { work } = one.arrival;
  if (kind === 'patience') {
    watch.gaveUp?.(work, now - one.arrival.at);
    send(world, { type: 'item_gone', item }, now);
    return;
  }
  const standing = state.entries.get(item)?.item.standing;
  if (standing?.state !== 'active') throw new Error(`${item} ended without being worked on`);
  rest(world, standing.agent, now);
  send(world, { type: 'done', item, agent: standing.agent }, now);
  const next = house.refill?.(work, now);
  if (next) admit(world, next, now);
}
