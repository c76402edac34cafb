import type { Kernel } from '../../../kernel/ctx.ts';
import { applyEvent } from '../engine/apply.ts';
import { snapshotOf } from '../engine/snapshot.ts';
import { emptyState, type RouterState } from '../engine/state.ts';
import { type Reading, readSteadily } from '../engine/steady.ts';
import type { Agent, Decision, RoutingEvent } from '../engine/types.ts';
import { type AgentRow, agentOf, shiftAt } from '../rows/agent.ts';
import { dateOf, type ItemRow, itemOf } from '../rows/item.ts';
import { type Attendance, attendedAt } from '../rows/queue.ts';
import { silentAt } from '../rows/silence.ts';
import type { Change } from './fitting.ts';
import type { Rows } from './load.ts';

/** What a router of one organisation has in its head: the pure state, and the rows it knows it from. */
export type Mind = {
  state: RouterState;
  rows: Map<string, ItemRow>;
  agents: Map<string, AgentRow>;
  reading: Reading | null;
  /** How long customers may say nothing, by queue (ms). */
  silences: Map<string, number | null>;
  /** What queues go by in time. */
  attendances: Map<string, Attendance>;
};

/** Milliseconds of a clock that only goes forward. */
export type Monotonic = () => number;

/** Event time now: the wall clock, without its jumps. */
export function timeIn(mind: Mind, kernel: Pick<Kernel, 'clock'>, monotonic: Monotonic): number {
  mind.reading = readSteadily(mind.reading, kernel.clock.now().getTime(), monotonic());
  return mind.reading.time;
}

/** A head of its own, empty but for what is asked for most, which no row says. */
export function freshMind(before: Mind | null): Mind {
  const state = emptyState();
  if (before) for (const asked of snapshotOf(before.state).asked) state.asked.set(asked.name, asked);
  return {
    state,
    rows: new Map(),
    agents: new Map(),
    reading: before?.reading ?? null,
    silences: new Map(),
    attendances: new Map(),
  };
}

/** The events by which a fresh head takes in everything the rows say. */
export function learnAll(mind: Mind, { queues, agents, items, ...of }: Rows, now: number): RoutingEvent[] {
  mind.silences = of.silences ?? new Map();
  mind.attendances = of.attendances ?? new Map();
  return [
    ...queues.map((queue): RoutingEvent => ({ type: 'queue_set', queue })),
    learn(mind, { agents, items, gone: [] }, now),
  ];
}

/** The event by which a head takes in rows that changed. */
export function learn(
  mind: Mind,
  rows: { agents: readonly AgentRow[]; items: readonly ItemRow[]; gone: readonly string[] },
  now: number,
): RoutingEvent {
  for (const agent of rows.agents) mind.agents.set(agent.person_id, agent);
  for (const item of rows.items) mind.rows.set(item.id, item);
  for (const id of rows.gone) mind.rows.delete(id);
  const agents = rows.agents.map((row) => agentOf(row, now));
  const items = rows.items.map(itemOf);
  return { type: 'truth', agents, items, gone: [...rows.gone] };
}

/** Shifts and hours of queues that are over are followed by the next ones. */
export function renew(mind: Mind, now: number): { events: RoutingEvent[]; agents: string[] } {
  const events: RoutingEvent[] = [];
  const agents: string[] = [];
  for (const [id, attendance] of mind.attendances) {
    const queue = attendance.hours && mind.state.queues.get(id);
    const ends = queue ? [queue.attended?.to, queue.afterHours?.attended?.to] : [];
    if (queue && ends.some((to) => to !== undefined && to <= now))
      events.push({ type: 'queue_set', queue: { ...queue, ...attendedAt(attendance, now) } });
  }
  for (const [id, row] of mind.agents) {
    const agent = row.hours && mind.state.slots.get(id)?.agent;
    if (!agent?.shift || agent.shift.to > now) continue;
    events.push({ type: 'agent_set', agent: { ...agent, shift: shiftAt(row, now) } });
    agents.push(id);
  }
  return { events, agents };
}

/** Plays events; answers what is to be done. */
export function decide(mind: Mind, events: readonly RoutingEvent[], now: number): Decision[] {
  return events.flatMap((event) => applyEvent(mind.state, event, now));
}

/** What decisions come to, item by item, with items of agents whose time of grace may have begun or ended. */
export function changesOf(
  mind: Mind,
  decisions: readonly Decision[],
  presences: ReadonlySet<string>,
): Change[] {
  const byItem = new Map<string, Change['decisions']>();
  for (const one of decisions) {
    if (one.type === 'set_away' || one.type === 'refuse') continue;
    byItem.set(one.item, [...(byItem.get(one.item) ?? []), one]);
  }
  // Their time of grace begins and ends with no decision: what an offline agent begun just before is looked at until it is stored.
  for (const [id, { agent, held }] of mind.state.slots)
    if (presences.has(id) || agent.presence === 'offline')
      for (const item of held.keys()) byItem.set(item, byItem.get(item) ?? []);
  return [...byItem].flatMap(([id, list]) => {
    const item = mind.state.entries.get(id)?.item;
    const known = mind.rows.get(id);
    const queue = item && mind.state.queues.get(item.queue);
    if (!item || !known || !queue) return [];
    const grace = dateOf(item.graceUntil)?.getTime();
    if (list.length === 0 && grace === known.grace_until?.getTime()) return [];
    return [{ known, item: structuredClone(item), queue, decisions: list }];
  });
}

/** Agents the decisions had to do with, as they are after them. */
export function touchedBy(mind: Mind, decisions: readonly Decision[]): Agent[] {
  const ids = new Set(decisions.flatMap((one) => ('agent' in one ? [one.agent] : [])));
  return [...ids].sort().flatMap((id) => structuredClone(mind.state.slots.get(id)?.agent) ?? []);
}

type Due = { due: string[]; over: string[]; next: number | null };

/**
 * Conversations whose contacts have been silent for too long, hand-overs nobody was found for in time (`over`), and when the
 * next such thing will be (ms; null: none).
 */
export function silentIn(mind: Mind, now: number): Due {
  const due: string[] = [];
  const over: string[] = [];
  let next: number | null = null;
  for (const row of mind.rows.values()) {
    // A named colleague's time is that of the offer.
    if (row.ends_at && row.only_id === null && row.state !== 'offered') {
      const ends = row.ends_at.getTime();
      if (ends <= now) over.push(row.id);
      else next = Math.min(next ?? ends, ends);
    }
    const at = silentAt(row, mind.silences.get(row.queue_id) ?? null);
    if (at === null || row.conversation_id === null) continue;
    if (at <= now) due.push(row.conversation_id);
    else next = Math.min(next ?? at, at);
  }
  return { due: due.sort(), over: over.sort(), next };
}
