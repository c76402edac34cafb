import { noteAsked } from './spare.ts';
import { attach, detach, forget, giveBack, replace } from './standing.ts';
import { agentOf, type Entry, type RouterState } from './state.ts';
import type { EventOf, Item, Refusal, Standing, Work } from './types.ts';
import { isQueue, isStanding, isWork } from './valid.ts';

/** A queue is new, or its rules or hours change: those who wait in it, or may overflow to it, are placed anew. */
export function onQueueSet(state: RouterState, { queue }: EventOf<'queue_set'>): Refusal | null {
  if (!isQueue(queue)) return 'not_valid';
  state.queues.set(queue.id, structuredClone(queue));
  const overflowing = [...state.queues.values()].filter(({ steps }) =>
    steps.some(({ overflowTo }) => overflowTo?.includes(queue.id)),
  );
  for (const entry of entriesOf(state, new Set([queue.id, ...overflowing.map(({ id }) => id)]))) {
    if (entry.item.standing.state === 'waiting') replace(state, entry);
  }
  return null;
}

/** A queue ends; not while it has items: nobody could take them. */
export function onQueueGone(state: RouterState, { queue }: EventOf<'queue_gone'>): Refusal | null {
  if (!state.queues.has(queue)) return 'unknown_queue';
  if (entriesOf(state, new Set([queue])).length > 0) return 'not_valid';
  state.queues.delete(queue);
  return null;
}

/** Items of queues by id; all items are gone through, since queues change rarely. */
function entriesOf(state: RouterState, queues: ReadonlySet<string>): Entry[] {
  const its = [...state.entries.values()].filter(({ item }) => queues.has(item.queue));
  return its.sort((a, b) => (a.item.id < b.item.id ? -1 : 1));
}

/** New work, changed work, or where an item truly stands. */
export function onItemSet(state: RouterState, event: EventOf<'item_set'>): Refusal | null {
  const { work, standing } = event;
  if (!isWork(work) || (standing && !isStanding(standing))) return 'not_valid';
  if (!state.queues.has(work.queue)) return 'unknown_queue';
  if (standing && standing.state !== 'waiting' && !state.slots.has(standing.agent)) return 'unknown_agent';
  const known = state.entries.get(work.id);
  if (known) changeItem(state, known, { work, standing });
  else addItem(state, work, standing ?? { state: 'waiting' });
  return null;
}

function addItem(state: RouterState, work: Work, standing: Standing): void {
  const item: Item = {
    ...structuredClone(work),
    standing: { ...standing },
    waitingSince: Math.min(work.arrivedAt, state.now),
    attempts: 0,
    tried: [],
    stepsTold: 0,
    graceUntil: null,
  };
  const entry: Entry = { item, line: null };
  state.entries.set(item.id, entry);
  noteAsked(state, item);
  attach(state, entry);
}

function changeItem(
  state: RouterState,
  entry: Entry,
  to: { work: Work; standing: Standing | undefined },
): void {
  const { item } = entry;
  const [agent, queue, before] = [agentOf(item), item.queue, asks(item)];
  detach(state, entry);
  Object.assign(item, structuredClone(to.work));
  if (to.standing) item.standing = { ...to.standing };
  if (agentOf(item) !== agent) item.graceUntil = null;
  const begun = agent !== null && agentOf(item) === null;
  if (begun || queue !== item.queue) {
    item.waitingSince = state.now;
    item.stepsTold = 0;
  }
  attach(state, entry);
  // Who was asked was asked for something else.
  if (!to.standing && item.standing.state === 'offered' && asks(item) !== before) {
    giveBack(state, entry, 'item_changed');
  }
}

/** What the choice of an agent hangs on. */
const asks = ({ queue, class: of, channel, skills }: Item): string =>
  JSON.stringify([queue, of, channel, skills]);

export function onItemGone(state: RouterState, { item }: EventOf<'item_gone'>): Refusal | null {
  const entry = state.entries.get(item);
  if (!entry) return 'unknown_item';
  forget(state, entry);
  return null;
}
