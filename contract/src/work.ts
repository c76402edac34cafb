import { z } from 'zod';
import { ChannelClass } from './channels.ts';
import { Id, Instant, lineOf } from './primitives.ts';
import { CustomerRef } from './routes/customers.ts';
import { QueueSettings, RoutingLevel } from './routing.ts';

/** Queues, skills, agents and work, as the routes answer them and frames carry them. */

export const WorkState = z.enum(['waiting', 'offered', 'active', 'paused']);
export type WorkState = z.infer<typeof WorkState>;

/** One item of work: today always a conversation; `kind` says what is owed in it. */
export const WorkItem = z.strictObject({
  id: Id,
  kind: z.enum(['conversation', 'callback', 'complaint', 'review', 'task']),
  class: ChannelClass,
  channel: z.string(),
  queueId: Id,
  state: WorkState,
  /** Who has it or is asked; null while it waits. */
  agentId: Id.nullable(),
  /** Active or paused since. */
  since: Instant.nullable(),
  /** How long the offer stands. */
  until: Instant.nullable(),
  arrivedAt: Instant,
  /** This time in the queue; an offer does not end it. */
  waitingSince: Instant,
  deadline: Instant.nullable(),
  priority: z.number(),
  /** How often it was offered. */
  attempts: z.number().int(),
  /** The agent it would best go to: who had it last. */
  preferredId: Id.nullable(),
  /** The queue said that it has waited too long. */
  escalatedAt: Instant.nullable(),
  conversation: z
    .strictObject({
      id: Id,
      protocol: z.string(),
      subject: z.string().nullable(),
      customer: CustomerRef,
      preview: z.string().nullable(),
    })
    .nullable(),
  /** What the one who had it before was writing; shown to who has it now, and to nobody else. */
  leftDraft: z
    .strictObject({
      personId: Id,
      text: z.string(),
      html: z.string().nullable(),
      legId: Id.nullable(),
      internal: z.boolean(),
      at: Instant,
    })
    .nullable(),
});
export type WorkItem = z.infer<typeof WorkItem>;

export const AgentPresence = z.enum(['available', 'away', 'offline']);

/** How an agent stands now. */
export const AgentState = z.strictObject({
  personId: Id,
  name: z.string(),
  presence: AgentPresence,
  presenceSince: Instant,
  /** Why away: a reason of the firm's. */
  reasonId: Id.nullable(),
  /** Away by the router (`missed_offers`) or by somebody who may. */
  reason: z.enum(['missed_offers', 'supervisor']).nullable(),
  /** End of the last contact's wrap-up, while it lasts. */
  wrapUntil: Instant.nullable(),
  capacity: z.strictObject({ realTime: z.number().int(), deferred: z.number().int() }),
  /** What is held now, offers included. */
  load: z.strictObject({ realTime: z.number().int(), deferred: z.number().int() }),
  queueIds: z.array(Id),
});
export type AgentState = z.infer<typeof AgentState>;

/** What is set for an agent. */
export const AgentSettings = z.strictObject({
  capacity: z.strictObject({
    realTime: z.number().int().min(0).max(50),
    deferred: z.number().int().min(0).max(500),
  }),
  queueIds: z.array(Id).max(200),
  skills: z.array(z.strictObject({ skillId: Id, level: RoutingLevel })).max(200),
  /** 0: never over this channel; 1 for channels that are not named. */
  aptitudes: z
    .array(z.strictObject({ channel: lineOf(64, 1), level: z.number().int().min(0).max(10) }))
    .max(100)
    .default([]),
});
export type AgentSettings = z.infer<typeof AgentSettings>;

export const Agent = z.strictObject({ ...AgentState.shape, ...AgentSettings.shape });
export type Agent = z.infer<typeof Agent>;

/** How much is in a queue at this moment. */
export const QueueCounts = z.strictObject({
  waiting: z.number().int(),
  offered: z.number().int(),
  active: z.number().int(),
  paused: z.number().int(),
  /** Who waits longest, since when. */
  longestSince: Instant.nullable(),
  escalated: z.number().int(),
});
export type QueueCounts = z.infer<typeof QueueCounts>;

export const Queue = z.strictObject({
  id: Id,
  name: z.string(),
  teamId: Id.nullable(),
  isDefault: z.boolean(),
  position: z.number().int(),
  inboxIds: z.array(Id),
  settings: QueueSettings,
  /** People who serve it. */
  agentIds: z.array(Id),
  counts: QueueCounts,
});
export type Queue = z.infer<typeof Queue>;

export const Skill = z.strictObject({ id: Id, name: z.string(), agents: z.number().int() });
export type Skill = z.infer<typeof Skill>;

export const AwayReason = z.strictObject({ id: Id, name: z.string() });
export type AwayReason = z.infer<typeof AwayReason>;

/** Milliseconds of a stretch of time, measured from what happened. */
export const AgentTimes = z.strictObject({
  personId: Id,
  availableMs: z.number().int(),
  awayMs: z.number().int(),
  away: z.array(
    z.strictObject({ reasonId: Id.nullable(), reason: z.string().nullable(), ms: z.number().int() }),
  ),
  /** At work on items that are not paused; of each class the union of its stretches, so two at once count once. */
  realTimeMs: z.number().int(),
  deferredMs: z.number().int(),
  pausedMs: z.number().int(),
  wrapUpMs: z.number().int(),
  /** Available with nothing to do. */
  idleMs: z.number().int(),
  /** Items that were begun. */
  begun: z.number().int(),
  /** Mean time an item was active with the person. */
  meanHandlingMs: z.number().int().nullable(),
  offers: z.number().int(),
  missed: z.number().int(),
  declined: z.number().int(),
});
export type AgentTimes = z.infer<typeof AgentTimes>;
