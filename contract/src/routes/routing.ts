import { z } from 'zod';
import { Id, Instant, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { QueueSettings } from '../routing.ts';
import { Agent, AgentSettings, AgentState, AgentTimes, AwayReason, Queue, Skill, WorkItem } from '../work.ts';

/** Queues, skills, agents and the work that goes from queues to agents. */

export {
  Agent,
  AgentPresence,
  AgentSettings,
  AgentState,
  AgentTimes,
  AwayReason,
  Queue,
  QueueCounts,
  Skill,
  WorkItem,
  WorkState,
} from '../work.ts';

const QueueInput = z.strictObject({
  name: lineOf(80, 1),
  /** Conversations that enter belong to this team from then on. */
  teamId: Id.nullable().default(null),
  /** Takes conversations of inboxes that name no queue. */
  isDefault: z.boolean().default(false),
  inboxIds: z.array(Id).max(500).default([]),
  /** When it is attended; null: always. Outside of them its contacts wait for the opening. */
  hoursId: Id.nullable().default(null),
  /** The queue whose agents take its contacts meanwhile. */
  afterHoursId: Id.nullable().default(null),
  /** Said outside the hours over inboxes with no words of their own; when somebody is there again is added. */
  awayMessage: textOf(2000).default(''),
  settings: QueueSettings.prefault({}),
});

const byId = z.strictObject({ id: Id });
const done = z.strictObject({ ok: z.literal(true) });

export const readWork = defineRoute({
  id: 'routing.work',
  method: 'GET',
  path: '/api/routing/work',
  access: 'conversations.reply',
  summary: 'What the caller has: offers, active and paused work, and how they stand; null: not an agent',
  response: z.strictObject({ agent: AgentState.nullable(), items: z.array(WorkItem) }),
});

export const readTimes = defineRoute({
  id: 'routing.times',
  method: 'GET',
  path: '/api/routing/times',
  access: 'conversations.reply',
  summary:
    "The caller's own handling, wrap-up, paused and idle time of a stretch of at most 31 days; of others with reports.read",
  /** The last 24 hours unless told. */
  query: z.strictObject({ from: Instant.optional(), to: Instant.optional(), personId: Id.optional() }),
  response: AgentTimes,
});

export const listQueues = defineRoute({
  id: 'routing.queues',
  method: 'GET',
  path: '/api/routing/queues',
  access: 'conversations.read',
  summary: 'Queues the caller serves, all with routing.manage, and how much is in each now',
  response: z.strictObject({ items: z.array(Queue) }),
});
export const listQueueNames = defineRoute({
  id: 'routing.queueNames',
  method: 'GET',
  path: '/api/routing/queue-names',
  access: 'conversations.read',
  summary: 'All queues by name, to hand work over to',
  response: z.strictObject({
    items: z.array(z.strictObject({ id: Id, name: z.string(), teamId: Id.nullable() })),
  }),
});
export const createQueue = defineRoute({
  id: 'routing.createQueue',
  method: 'POST',
  path: '/api/routing/queues',
  access: 'routing.manage',
  summary: 'A new queue; inboxes it names leave the queue they were in',
  body: QueueInput,
  response: Queue,
});
export const changeQueue = defineRoute({
  id: 'routing.changeQueue',
  method: 'PUT',
  path: '/api/routing/queues/:id',
  access: 'routing.manage',
  summary: 'Changes a queue; work that waits in it is looked at anew',
  params: byId,
  body: QueueInput,
  response: Queue,
});
export const archiveQueue = defineRoute({
  id: 'routing.archiveQueue',
  method: 'DELETE',
  path: '/api/routing/queues/:id',
  access: 'routing.manage',
  summary: 'Ends a queue; what is in it goes to another, or is no longer routed',
  params: byId,
  query: z.strictObject({ moveTo: Id.optional() }),
  response: done,
});
export const listQueueItems = defineRoute({
  id: 'routing.queueItems',
  method: 'GET',
  path: '/api/routing/queues/:id/items',
  access: 'conversations.read',
  summary: 'What waits in a queue, most urgent first; with `state=all` also what agents have',
  params: byId,
  query: z.strictObject({
    state: z.enum(['waiting', 'all']).default('waiting'),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  response: z.strictObject({ items: z.array(WorkItem), more: z.boolean() }),
});

export const listSkills = defineRoute({
  id: 'routing.skills',
  method: 'GET',
  path: '/api/routing/skills',
  access: 'conversations.read',
  summary: 'Skills, with how many agents have each',
  response: z.strictObject({ items: z.array(Skill) }),
});
export const createSkill = defineRoute({
  id: 'routing.createSkill',
  method: 'POST',
  path: '/api/routing/skills',
  access: 'routing.manage',
  summary: 'A new skill',
  body: z.strictObject({ name: lineOf(60, 1) }),
  response: Skill,
});
export const changeSkill = defineRoute({
  id: 'routing.changeSkill',
  method: 'PUT',
  path: '/api/routing/skills/:id',
  access: 'routing.manage',
  summary: 'Renames a skill',
  params: byId,
  body: z.strictObject({ name: lineOf(60, 1) }),
  response: Skill,
});
export const deleteSkill = defineRoute({
  id: 'routing.deleteSkill',
  method: 'DELETE',
  path: '/api/routing/skills/:id',
  access: 'routing.manage',
  summary: 'Forgets a skill: agents lose it; 409 while a queue asks for it',
  params: byId,
  response: done,
});

export const listAwayReasons = defineRoute({
  id: 'routing.awayReasons',
  method: 'GET',
  path: '/api/routing/away-reasons',
  access: 'conversations.read',
  summary: 'Why somebody may be away; `old` holds those no longer offered, which the history names',
  response: z.strictObject({ items: z.array(AwayReason), old: z.array(AwayReason) }),
});
export const putAwayReasons = defineRoute({
  id: 'routing.putAwayReasons',
  method: 'PUT',
  path: '/api/routing/away-reasons',
  access: 'routing.manage',
  summary: 'Sets the list in its order: known ids are renamed, those left out are no longer offered',
  body: z.strictObject({
    items: z.array(z.strictObject({ id: Id.optional(), name: lineOf(60, 1) })).max(30),
  }),
  response: z.strictObject({ items: z.array(AwayReason), old: z.array(AwayReason) }),
});

export const listAgents = defineRoute({
  id: 'routing.agents',
  method: 'GET',
  path: '/api/routing/agents',
  access: 'conversations.reply',
  summary: 'Agents and how they stand: whom work can be handed to',
  response: z.strictObject({ items: z.array(Agent) }),
});
export const setAgent = defineRoute({
  id: 'routing.setAgent',
  method: 'PUT',
  path: '/api/routing/agents/:id',
  access: 'routing.manage',
  summary: 'Makes a person an agent, or changes capacity, queues, skills and aptitudes',
  params: byId,
  body: AgentSettings,
  response: Agent,
});
export const removeAgent = defineRoute({
  id: 'routing.removeAgent',
  method: 'DELETE',
  path: '/api/routing/agents/:id',
  access: 'routing.manage',
  summary: 'The person is given no work any more; what they hold goes back to its queues',
  params: byId,
  response: done,
});
export const setAgentPresence = defineRoute({
  id: 'routing.setAgentPresence',
  method: 'POST',
  path: '/api/routing/agents/:id/presence',
  access: 'routing.manage',
  summary: 'Sets somebody away, or available again',
  params: byId,
  body: z.strictObject({ state: z.enum(['available', 'away']), reasonId: Id.nullable().default(null) }),
  response: AgentState,
});

export const choosePresence = defineRoute({
  id: 'routing.presence',
  method: 'POST',
  path: '/api/routing/presence',
  access: 'conversations.reply',
  summary: 'The caller is available, or away and why; work that was begun stays, offers go on to others',
  body: z.strictObject({ state: z.enum(['available', 'away']), reasonId: Id.nullable().default(null) }),
  response: AgentState,
});
export const endWrapUp = defineRoute({
  id: 'routing.ready',
  method: 'POST',
  path: '/api/routing/ready',
  access: 'conversations.reply',
  summary: 'Ends the wrap-up before its time',
  response: AgentState,
});

export const acceptWork = defineRoute({
  id: 'routing.accept',
  method: 'POST',
  path: '/api/routing/work/:id/accept',
  access: 'conversations.reply',
  summary: 'Takes what was offered; 409 `taken` when the offer stands no longer',
  params: byId,
  response: WorkItem,
});
export const declineWork = defineRoute({
  id: 'routing.decline',
  method: 'POST',
  path: '/api/routing/work/:id/decline',
  access: 'conversations.reply',
  summary: 'Lets what was offered go on to others; 409 `taken` when the offer stands no longer',
  params: byId,
  /** Why, in the agent's words; kept with the stretch of the offer. */
  body: z.strictObject({ reason: lineOf(200).default('') }),
  response: done,
});
export const pullWork = defineRoute({
  id: 'routing.pull',
  method: 'POST',
  path: '/api/routing/work/:id/pull',
  access: 'conversations.reply',
  summary:
    'Takes an item that waits: 409 `taken`, `no_capacity`, or 422 `not_eligible` without queue or skills',
  params: byId,
  response: WorkItem,
});
export const pullNext = defineRoute({
  id: 'routing.pullNext',
  method: 'POST',
  path: '/api/routing/pull',
  access: 'conversations.reply',
  summary: 'Takes the most urgent item that is for the caller; null when there is none',
  body: z.strictObject({ queueId: Id.optional() }),
  response: z.strictObject({ item: WorkItem.nullable() }),
});
export const takeOverWork = defineRoute({
  id: 'routing.takeOver',
  method: 'POST',
  path: '/api/routing/work/:id/take-over',
  access: 'conversations.manage',
  summary: 'Takes an item from whoever has it, over queue and skills; capacity counts',
  params: byId,
  response: WorkItem,
});
export const releaseWork = defineRoute({
  id: 'routing.release',
  method: 'POST',
  path: '/api/routing/work/:id/release',
  access: 'conversations.reply',
  summary:
    'Hands back what the caller has (anybody’s with conversations.manage): to its queue, another one, or for another agent, who gets it at once if there is room, else keeps the first place in line for it',
  params: byId,
  body: z.strictObject({
    queueId: Id.optional(),
    agentId: Id.optional(),
    /** What the next one should know: a note in the conversation, which the customer does not see. */
    note: textOf(2000).default(''),
  }),
  response: WorkItem,
});
