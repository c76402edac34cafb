import {
  type AgentSettings,
  applyEvent,
  type Decision,
  emptyState,
  nextDue,
  type Queue,
  type RouterState,
  type RoutingEvent,
  type Work,
} from '../../../../server/src/modules/routing/index.ts';
import { makeCalendar } from './calendar.ts';

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

/** The production router in simulated time: arrivals, handling and patience happen, all else it decides. */
export function simulate(house: House, watch: Watch): { busy: Map<string, number>; now: number } {
  const state = open(house);
  const calendar = makeCalendar<Due>();
  const live = new Map<string, Live>();
  const busy = new Map(house.agents.map(({ id }) => [id, 0]));
  const busyItems = new Map<string, number>();
  const busySince = new Map<string, number>();

  const send = (event: RoutingEvent, now: number): void => {
    for (const decision of applyEvent(state, event, now)) act(decision, now);
  };
  const turn = (agent: string, now: number, change: 1 | -1): void => {
    const count = (busyItems.get(agent) ?? 0) + change;
    busyItems.set(agent, count);
    if (change === 1 && count === 1) busySince.set(agent, now);
    if (count === 0) busy.set(agent, (busy.get(agent) ?? 0) + now - (busySince.get(agent) ?? now));
  };
  const act = (decision: Decision, now: number): void => {
    if (decision.type !== 'start' && decision.type !== 'resume' && decision.type !== 'pause') return;
    const one = live.get(decision.item);
    if (!one) return;
    if (decision.type === 'pause') one.left -= now - one.since;
    else if (!one.begun) {
      one.begun = true;
      calendar.cancel(`p${decision.item}`);
      watch.began?.(one.arrival.work, now - one.arrival.at);
    }
    one.since = now;
    if (decision.type === 'pause') calendar.cancel(`e${decision.item}`);
    else calendar.set(`e${decision.item}`, now + one.left, { kind: 'end', item: decision.item });
    turn(decision.agent, now, decision.type === 'pause' ? -1 : 1);
  };
  const admit = (arrival: Arrival, now: number): void => {
    const { id } = arrival.work;
    live.set(id, { arrival, left: arrival.handling, since: now, begun: false });
    if (arrival.patience < Number.POSITIVE_INFINITY) {
      calendar.set(`p${id}`, now + arrival.patience, { kind: 'patience', item: id });
    }
    send({ type: 'item_set', work: arrival.work }, now);
  };
  const finish = ({ kind, item }: Due, now: number): void => {
    const one = live.get(item);
    live.delete(item);
    if (!one) return;
    const { work } = one.arrival;
    if (kind === 'patience') {
      watch.gaveUp?.(work, now - one.arrival.at);
      send({ type: 'item_gone', item }, now);
      return;
    }
    const standing = state.entries.get(item)?.item.standing;
    if (standing?.state !== 'active') throw new Error(`${item} ended without being worked on`);
    turn(standing.agent, now, -1);
    send({ type: 'done', item, agent: standing.agent }, now);
    const next = house.refill?.(work, now);
    if (next) admit(next, now);
  };

  let arrival = house.arrivals.next().value;
  let now = 0;
  while (arrival) {
    const due = calendar.next();
    now = Math.min(arrival.at, due, nextDue(state));
    if (now === due) finish(calendar.take(), now);
    else if (now === arrival.at) {
      admit(arrival, now);
      arrival = house.arrivals.next().value;
    } else send({ type: 'tick' }, now);
  }
  for (const [agent, since] of busySince) {
    if ((busyItems.get(agent) ?? 0) > 0) busy.set(agent, (busy.get(agent) ?? 0) + now - since);
  }
  return { busy, now };
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
