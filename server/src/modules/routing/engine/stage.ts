import type { Item, Queue, Requirement, Span } from './types.ts';

/** What waiting has made of an item: who may take it now, what is asked of them, how urgent it is. */
export type Stage = {
  queues: string[];
  skills: Requirement[];
  priority: number;
  /** How many of the queue's steps have come. */
  steps: number;
  /** Who was asked in vain and is not asked again yet, sorted. */
  tried: string[];
  /** Until when it would be kept for its preferred agent. */
  keptUntil: number;
  /** When the next of these changes; Infinity when nothing will. */
  next: number;
};

const isWithin = (span: Span | null, now: number): boolean =>
  span === null || (span.from <= now && now < span.to);

/**
 * Since when an item's steps count: a contact that came before the opening has waited in the line since the opening only.
 * null: its queue is closed to contacts, nothing counts.
 */
function waitsSince(item: Item, { attended }: Queue, now: number): number | null {
  if (item.class === 'deferred' || attended === null) return item.waitingSince;
  return isWithin(attended, now) ? Math.max(item.waitingSince, attended.from) : null;
}

/** Who may take the contacts of a queue that is closed. */
const takers = ({ afterHours }: Queue, now: number): string[] =>
  afterHours && isWithin(afterHours.attended, now) ? [afterHours.queue] : [];

/** Whose agents take a contact that overflows to a queue: its own while it is attended, else those of who stands in. */
const overflowing = (id: string, queue: Queue | undefined, now: number): string[] =>
  queue === undefined || isWithin(queue.attended, now) ? [id] : takers(queue, now);

/** When a queue opens or closes, or the one that stands in for it. */
const turnsOf = ({ attended, afterHours }: Queue): number[] =>
  [attended, afterHours?.attended].flatMap((span) => (span ? [span.from, span.to] : []));

/** An item's queue, and those it may overflow to; who is not known there is taken as always attended. */
type Around = { queue: Queue; queues?: ReadonlyMap<string, Queue> };
const unknown: ReadonlyMap<string, Queue> = new Map();

/** The stage at a time: a function of the item and its queues alone, so that it can be computed anew from rows. */
export function stageAt(item: Item, { queue, queues = unknown }: Around, now: number): Stage {
  const since = waitsSince(item, queue, now);
  const come = since === null ? [] : queue.steps.filter((step) => step.afterMs <= now - since);
  const dropped = new Set(come.flatMap((step) => step.dropSkills ?? []));
  const lower = come.reduce((sum, step) => sum + (step.lowerLevels ?? 0), 0);
  const tried = item.tried.filter(({ until }) => until > now);
  const keptUntil = item.preferred === null || since === null ? 0 : since + queue.preferredMs;
  const beside = come.flatMap((step) => step.overflowTo ?? []);
  const byHours = item.class === 'real_time';
  const turns = byHours ? [queue, ...beside.flatMap((id) => queues.get(id) ?? [])].flatMap(turnsOf) : [];
  const times = [keptUntil, ...tried.map(({ until }) => until), ...turns].filter((time) => time > now);
  const nextStep = queue.steps[come.length];
  if (nextStep && since !== null) times.push(since + nextStep.afterMs);
  const others = byHours ? beside.flatMap((id) => overflowing(id, queues.get(id), now)) : beside;
  const own = [...new Set([item.queue, ...others])];
  return {
    queues: since === null ? takers(queue, now) : own,
    skills: item.skills
      .map(({ skill, level }) => ({ skill, level: level - lower }))
      .filter(({ skill, level }) => level > 0 && !dropped.has(skill)),
    priority: item.priority + come.reduce((sum, step) => sum + (step.raise ?? 0), 0),
    steps: come.length,
    tried: tried.map(({ agent }) => agent).sort(),
    keptUntil,
    next: Math.min(...times, Number.POSITIVE_INFINITY),
  };
}

/** How far priority and deadlines may lift an item over those who have waited longer. */
const mostAheadMs = 30 * 24 * 3_600_000;

/**
 * When an item counts as having come; the smaller, the sooner its turn. It does not change with time, so lines need no
 * re-sorting, and nobody starves: whoever comes later than the greatest head start comes after.
 */
export function urgencyOf(item: Item, queue: Queue, priority: number): number {
  const ahead = {
    longest: () => 0,
    priority: () => priority * queue.agingMs,
    deadline: () => (item.deadline === null ? 0 : item.arrivedAt + queue.targetMs - item.deadline),
  }[queue.order]();
  const most = Math.max(-mostAheadMs, Math.min(mostAheadMs, ahead));
  return item.arrivedAt - most - queue.headStartMs;
}
