import { emptyHeap, type Heap } from './heap.ts';
import type { Agent, Asked, Decision, Item, Queue, Requirement, WorkClass } from './types.ts';

/** Items that ask for the same: whoever may take one may take all. */
export type Demand = {
  key: string;
  /** The own queue first, then those it overflows to. */
  queues: string[];
  class: WorkClass;
  channel: string;
  skills: Requirement[];
  weight: number;
  /** Whether the router hands it out; else agents take it. */
  pushed: boolean;
  waiting: number;
  /** By who is left out or kept for; nearly always a single one. */
  lines: Map<string, Line>;
  /** Who may take it. */
  groups: Set<Group>;
};

/** Waiting items of one demand that the same agents are left out of, most urgent first. */
export type Line = { key: string; demand: Demand; keptFor: string | null; tried: string[]; heap: Heap };

/** Agents who may take exactly the same. */
export type Group = {
  key: string;
  queues: Set<string>;
  skills: Map<string, number>;
  aptitude: Map<string, number>;
  size: number;
  demands: Set<Demand>;
  /** What its agents are asked for: names of queues and skills. */
  names: string[];
  /** Agents with room, least occupied first. */
  free: Record<WorkClass, Heap>;
};

/** An agent with what follows from the items held. */
export type Slot = {
  agent: Agent;
  group: Group;
  held: Map<string, Entry>;
  load: Record<WorkClass, number>;
  /** What more of a class fits now, as the free heaps know it. */
  room: Record<WorkClass, number>;
};

export type Entry = { item: Item; line: Line | null };

/**
 * Everything the router knows, with what makes decisions quick. Only queues, agents, items and asked are facts; the rest
 * follows from them (`snapshot.ts`). It is changed by `applyEvent` alone.
 */
export type RouterState = {
  now: number;
  queues: Map<string, Queue>;
  slots: Map<string, Slot>;
  entries: Map<string, Entry>;
  asked: Map<string, Asked>;
  demands: Map<string, Demand>;
  groups: Map<string, Group>;
  /** Agents free for real-time work, by queue or skill. */
  freeBy: Map<string, number>;
  /** Waiting items by the agent they would best go to. */
  preferring: Map<string, Set<string>>;
  /** What is due when: `i` + item, `a` + agent. */
  timers: Heap;
  /** What has changed and must be looked at before the event is done with. */
  dirty: { slots: Set<string>; entries: Set<string> };
  out: Decision[];
};

export const emptyState = (now = 0): RouterState => ({
  now,
  queues: new Map(),
  slots: new Map(),
  entries: new Map(),
  asked: new Map(),
  demands: new Map(),
  groups: new Map(),
  freeBy: new Map(),
  preferring: new Map(),
  timers: emptyHeap(),
  dirty: { slots: new Set(), entries: new Set() },
  out: [],
});

/** An item's queue; every item has one that is known. */
export function queueOf(state: RouterState, item: Item): Queue {
  const queue = state.queues.get(item.queue);
  if (!queue) throw new Error(`item ${item.id} is in a queue that is not known`);
  return queue;
}

/** The agent a standing names. */
export const agentOf = (item: Item): string | null =>
  item.standing.state === 'waiting' ? null : item.standing.agent;
