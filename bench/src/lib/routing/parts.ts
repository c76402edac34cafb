import { anAgent, aQueue, aWork } from '../../../../server/src/modules/routing/engine/testing.ts';
import type { AgentSettings, Queue, Work } from '../../../../server/src/modules/routing/index.ts';

/** A queue that hands over at once: what Erlang's formulas suppose. */
export const plainQueue = (id: string, over: Partial<Queue> = {}): Queue => aQueue({ id, ...over });

export const agentWith = (id: string, skills: string[], over: Partial<AgentSettings> = {}): AgentSettings =>
  anAgent(id, {
    queues: ['calls'],
    skills: Object.fromEntries(skills.map((skill) => [skill, 1])),
    capacity: { real_time: 1, deferred: 0 },
    ...over,
  });

export const workOf = (id: string, arrivedAt: number, over: Partial<Work> = {}): Work =>
  aWork(id, { channel: 'phone', queue: 'calls', arrivedAt, ...over });
