import { z } from 'zod';
import { Id } from './primitives.ts';
import { AnnouncementTemplate } from './routes/announcements.ts';

/** How a queue works. Lengths of time are in seconds; the router has them in milliseconds. */

export const RoutingLevel = z.number().int().min(1).max(10);
const day = 86_400;
const seconds = (most: number, least = 0) => z.number().int().min(least).max(most);

/** As how many items one counts, of what an agent may have at a time. */
export const WorkWeight = z.number().int().min(1).max(10);

/** A skill that is asked for, and the least level that meets it. */
export const SkillDemand = z.strictObject({ skillId: Id, level: RoutingLevel });
export type SkillDemand = z.infer<typeof SkillDemand>;

/** What happens to an item that has waited so long. */
export const QueueStep = z.strictObject({
  afterSeconds: seconds(30 * day),
  /** Agents of these queues may take it as well. */
  overflowTo: z.array(Id).max(20).default([]),
  /** Required levels fall by so much; a level of 0 asks nothing. */
  lowerLevels: z.number().int().min(0).max(10).default(0),
  /** These skills are asked for no longer. */
  dropSkills: z.array(Id).max(50).default([]),
  /** So much more priority. */
  raise: z.number().int().min(0).max(100).default(0),
  /** Those who lead are told. */
  escalate: z.boolean().default(false),
});
export type QueueStep = z.infer<typeof QueueStep>;

/** What who waits is told, and what they may ask for instead of waiting. */
export const WaitSettings = z.strictObject({
  /** Real-time contacts are told their position and how long it takes. */
  tell: z.boolean().default(true),
  /** Where each word is a message of its own: only of waits that may last longer than this. */
  overSeconds: seconds(3600, 60).default(120),
  /** They may ask to be called when it is their turn. */
  call: z.boolean().default(false),
  /** They may go, and are written to when it is their turn. */
  keep: z.boolean().default(true),
  /** Over which inboxes; none: whichever can begin a conversation. */
  keepOver: z.array(Id).max(10).default([]),
  /** For those where free text needs a window that is open. */
  templates: z.array(AnnouncementTemplate).max(10).default([]),
});
export type WaitSettings = z.infer<typeof WaitSettings>;

export const QueueSettings = z.strictObject({
  /** `offer` asks the agent and waits for the answer, `assign` hands over, `pull` leaves it to the agents to take. */
  mode: z.enum(['offer', 'assign', 'pull']).default('offer'),
  /** Who comes first. */
  order: z.enum(['longest', 'priority', 'deadline']).default('priority'),
  /** A step of priority is worth so much waiting. */
  agingSeconds: seconds(day).default(300),
  /** Items of this queue count as having waited so much longer, among queues. */
  headStartSeconds: seconds(day).default(0),
  /** With `deadline`: who arrives with this much time left counts as having come just now. */
  targetSeconds: seconds(30 * day).default(3600),
  /** How long an offer stands. */
  offerSeconds: seconds(3600, 5).default(30),
  /** Who declined or let an offer pass is not asked again for so long. */
  againSeconds: seconds(day, 5).default(300),
  /** So many offers passed in a row set the agent away; null: never. */
  missedMost: z.number().int().min(1).max(20).nullable().default(2),
  /** How long an item is kept for who had it last, who is there and busy; 0: only when free at once. */
  preferredSeconds: seconds(day).default(60),
  /** Among those who may. */
  agents: z.enum(['least_occupied', 'best_skilled']).default('least_occupied'),
  /** Time after a real-time contact before the next. */
  wrapUpSeconds: seconds(3600).default(30),
  /**
   * A contact that was answered and whose customer says nothing for so long no longer takes the agent's place; when they
   * write again it comes to the same agent first. null: it does until it is resolved.
   */
  silentSeconds: seconds(day, 60).nullable().default(900),
  /** How long work stays with an agent who is offline. */
  graceSeconds: z
    .strictObject({ realTime: seconds(day), deferred: seconds(7 * day) })
    .default({ realTime: 60, deferred: 1800 }),
  /** Paused work goes back to the queue after so long; null: never. */
  pausedMostSeconds: seconds(7 * day, 60)
    .nullable()
    .default(null),
  /** As how many items each counts, of what an agent may have at a time. */
  weight: WorkWeight.default(1),
  /** What is asked of who takes an item. */
  skills: z.array(SkillDemand).max(20).default([]),
  wait: WaitSettings.prefault({}),
  /** In order of time. */
  steps: z
    .array(QueueStep)
    .max(20)
    .default([])
    .refine((steps) => steps.every((step, at) => step.afterSeconds >= (steps[at - 1]?.afterSeconds ?? 0)), {
      error: 'not_in_order',
    }),
});
export type QueueSettings = z.infer<typeof QueueSettings>;
