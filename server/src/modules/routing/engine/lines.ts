import { demandFor, lineFor } from './demands.ts';
import { fits } from './groups.ts';
import { put, take } from './heap.ts';
import { isOnShift } from './slots.ts';
import { type Stage, stageAt, urgencyOf } from './stage.ts';
import type { Demand } from './state.ts';
import { type Entry, queueOf, type RouterState, type Slot } from './state.ts';
import type { Item } from './types.ts';

/** Puts a waiting item into the line that it belongs to by now, and has it looked at. Says what stage it is at. */
export function enterLine(state: RouterState, entry: Entry): Stage {
  leaveLine(state, entry);
  const { item } = entry;
  const queue = queueOf(state, item);
  const stage = stageAt(item, { queue, queues: state.queues }, state.now);
  const demand = demandFor(state, item, stage);
  const line = lineFor(demand, stage.tried, keptFor(state, item, { stage, demand }));
  entry.line = line;
  demand.waiting += 1;
  put(line.heap, item.id, urgencyOf(item, queue, stage.priority));
  if (item.preferred !== null) prefer(state, item.preferred, item.id);
  state.dirty.entries.add(item.id);
  return stage;
}

export function leaveLine(state: RouterState, entry: Entry): void {
  const { line, item } = entry;
  if (!line) return;
  entry.line = null;
  line.demand.waiting -= 1;
  take(line.heap, item.id);
  if (line.heap.ids.length === 0) line.demand.lines.delete(line.key);
  if (item.preferred === null) return;
  const others = state.preferring.get(item.preferred);
  others?.delete(item.id);
  if (others?.size === 0) state.preferring.delete(item.preferred);
}

function prefer({ preferring }: RouterState, agent: string, item: string): void {
  const items = preferring.get(agent) ?? new Set();
  preferring.set(agent, items.add(item));
}

/** The agent an item is kept for: the preferred one, while at work and able, for the queue's time. */
function keptFor(state: RouterState, item: Item, at: { stage: Stage; demand: Demand }): string | null {
  const { stage, demand } = at;
  if (item.preferred === null || stage.keptUntil <= state.now) return null;
  const slot = state.slots.get(item.preferred);
  const able = slot && isThere(slot, item, state.now) && fits(demand, slot.group);
  if (!able || slot.agent.capacity[item.class] < item.weight) return null;
  return stage.tried.includes(item.preferred) ? null : item.preferred;
}

/** At work, whatever they do at the moment. */
const isThere = ({ agent }: Slot, { class: of }: Item, now: number): boolean =>
  agent.presence === 'available' && isOnShift(agent, of, now);

/** Waiting items that would best go to an agent are placed anew: the agent came, went or changed. */
export function replacePreferring(state: RouterState, agent: string): void {
  for (const id of [...(state.preferring.get(agent) ?? [])]) {
    const entry = state.entries.get(id);
    if (entry) enterLine(state, entry);
  }
}
