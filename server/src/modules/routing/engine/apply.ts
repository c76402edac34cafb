import { firstRank } from './heap.ts';
import { onAgentGone, onAgentSet, onPresence, onReady } from './on-agents.ts';
import { onAccept, onAssign, onDecline, onDone, onPull, onRelease } from './on-commands.ts';
import { onItemGone, onItemSet, onQueueGone, onQueueSet } from './on-items.ts';
import { onTruth } from './on-truth.ts';
import { review } from './review.ts';
import { settle } from './settle.ts';
import type { RouterState } from './state.ts';
import type { Decision, EventOf, Refusal, RoutingEvent } from './types.ts';

type Handlers = {
  [Type in RoutingEvent['type']]: (state: RouterState, event: EventOf<Type>) => Refusal | null;
};

const handlers: Handlers = {
  tick: () => null,
  queue_set: onQueueSet,
  queue_gone: onQueueGone,
  agent_set: onAgentSet,
  agent_gone: onAgentGone,
  presence: onPresence,
  ready: onReady,
  item_set: onItemSet,
  item_gone: onItemGone,
  truth: onTruth,
  accept: onAccept,
  decline: onDecline,
  release: onRelease,
  done: onDone,
  pull: onPull,
  assign: onAssign,
};

/**
 * The router: what follows from an event at a time, in the order it is to be done. First what has become due by then, then
 * the event. The state changes as if all decisions succeed; where one could not be stored, `item_set` says how the item
 * truly stands. No clock, no chance: the same events give the same decisions. An event time before the last one counts as
 * the last one (`steady.ts` makes event times of clocks that jump).
 */
export function applyEvent(state: RouterState, event: RoutingEvent, now: number): Decision[] {
  const handle = Object.hasOwn(handlers, event.type) && Number.isFinite(now) && handlers[event.type];
  if (!handle) return [{ type: 'refuse', event: event.type, why: 'not_valid' }];
  state.now = Math.max(state.now, now);
  review(state);
  settle(state);
  const why = (handle as (state: RouterState, event: RoutingEvent) => Refusal | null)(state, event);
  if (why) state.out.push({ type: 'refuse', event: event.type, why });
  settle(state);
  // What needs no time at all, such as a grace time of 0.
  review(state);
  settle(state);
  const decisions = state.out;
  state.out = [];
  return decisions;
}

/** When a `tick` is due at the latest, for things to happen in time; Infinity when nothing waits for time. */
export const nextDue = (state: RouterState): number => firstRank(state.timers);
