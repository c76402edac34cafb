import type { AgentSettings, Queue, Work } from '../../../../server/src/modules/routing/index.ts';

/** A queue that hands over at once: what Erlang's formulas suppose. */
export const plainQueue = (id: string, over: Partial<Queue> = {}): Queue => ({
  id,
  mode: 'assign',
  order: 'longest',
  agingMs: 60_000,
  headStartMs: 0,
  targetMs: 600_000,
  offerMs: 20_000,
  againMs: 60_000,
  missedMost: null,
  preferredMs: 0,
  agents: 'least_occupied',
  wrapUpMs: 0,
  graceMs: { real_time: 30_000, deferred: 900_000 },
  pausedMostMs: null,
  steps: [],
  ...over,
});

export const agentWith = (
  id: string,
  skills: string[],
  over: Partial<AgentSettings> = {},
): AgentSettings => ({
  id,
  queues: ['calls'],
  skills: Object.fromEntries(skills.map((skill) => [skill, 1])),
  aptitude: {},
  capacity: { real_time: 1, deferred: 0 },
  shift: null,
  ...over,
});

export const workOf = (id: string, arrivedAt: number, over: Partial<Work> = {}): Work => ({
  id,
  kind: 'conversation',
  class: 'real_time',
  channel: 'phone',
  queue: 'calls',
  skills: [],
  priority: 0,
  arrivedAt,
  deadline: null,
  preferred: null,
  weight: 1,
  pausable: true,
  ...over,
});
