import { z } from 'zod';
import { ChannelClass } from './channels.ts';
import { Id, Instant, lineOf } from './primitives.ts';
import { CustomerRef } from './routes/customers.ts';
import { Standing } from './routes/hours.ts';
import { QueueSettings, RoutingLevel } from './routing.ts';

/** Queues, skills, agents and work, as the routes answer them and frames carry them. */

export const WorkState = z.enum(['waiting', 'offered', 'active', 'paused']);
export type WorkState = z.infer<typeof WorkState>;

/**
 * Somebody asks a colleague, or a queue, to take over a conversation: it stays theirs until that is accepted. `id` is that
 * of the item of work by which it is offered.
 */
export const HandOver = z.strictObject({
  id: Id,
  conversationId: Id,
  /** Who has it and asks. */
  fromId: Id,
  /** The colleague who was named; null: the router chooses. */
  toId: Id.nullable(),
  queueId: Id,
  /** Who is asked at this moment, and until when; null: nobody is free yet. */
  askedId: Id.nullable(),
  until: Instant.nullable(),
  /** When it comes to nothing. */
  endsAt: Instant,
  askedAt: Instant,
  /** What was written with it, for colleagues only. */
  note: z.string().nullable(),
  /** The customer is told who goes on. */
  introduces: z.boolean(),
});
export type HandOver = z.infer<typeof HandOver>;

/** How a hand-over ended. */
export const HandOverEnd = z.enum([
  'accepted',
  'declined',
  'timed_out',
  /** Who was asked went away, or is there no more. */
  'gone',
  'cancelled',
  /** Somebody else has the conversation, or it is over. */
  'overtaken',
]);
export type HandOverEnd = z.infer<typeof HandOverEnd>;

/** One item of work: a conversation, where `kind` says what is owed in it, or a task. */
export const WorkItem = z.strictObject({
  id: Id,
  kind: z.enum(['conversation', 'callback', 'complaint', 'review', 'task', 'hand_over']),
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
  /** As how many items it counts, of what an agent may have at a time. */
  weight: z.number().int().default(1),
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
  /** What is to be done, where it is no conversation; both are null to who does not see what it is about. */
  task: z
    .strictObject({
      id: Id,
      title: z.string(),
      dueAt: Instant.nullable(),
      /** Only the day counts. */
      dueDay: z.boolean(),
      customer: CustomerRef.nullable(),
      conversationId: Id.nullable(),
    })
    .nullable()
    .default(null),
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
  /** Somebody is asked to take over the conversation: who asks, and what they wrote. */
  handOver: HandOver.nullable().default(null),
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
  /** The shift that runs, or the next one; null: none is set. An end of null: never; a beginning of null: none comes. */
  shiftNow: z
    .strictObject({
      from: Instant.nullable(),
      /** From then on no more contacts. */
      lastFrom: Instant.nullable(),
      to: Instant.nullable(),
    })
    .nullable(),
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
  /** The hours within which new work comes, contacts only until so many minutes before their end; null: while available. */
  shift: z
    .strictObject({ hoursId: Id, lastMinutes: z.number().int().min(0).max(240).default(0) })
    .nullable()
    .default(null),
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
  /** Waiting, and count as more than fits anybody who may come to take them. */
  tooHeavy: z.number().int(),
});
export type QueueCounts = z.infer<typeof QueueCounts>;

export const Queue = z.strictObject({
  id: Id,
  name: z.string(),
  teamId: Id.nullable(),
  isDefault: z.boolean(),
  position: z.number().int(),
  inboxIds: z.array(Id),
  hoursId: Id.nullable(),
  /** Who takes its contacts outside of the hours. */
  afterHoursId: Id.nullable(),
  awayMessage: z.string(),
  /** Whether it is attended now, and when that changes; null: always attended. */
  attended: Standing.nullable(),
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
