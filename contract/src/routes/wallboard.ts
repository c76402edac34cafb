import { z } from 'zod';
import { Id, Instant, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { HandOver } from '../work.ts';
import { WorkItem } from './routing.ts';

/** What somebody who leads sees of the work, and does about it beside what `routing.ts` has. */

/** A queue since a moment (today): how those who came fared. */
export const QueueDay = z.strictObject({
  queueId: Id,
  /** Entered the queue, once each time. */
  arrived: z.number().int(),
  /** Were begun by an agent; `within`: of these, as soon as asked for. */
  begun: z.number().int(),
  within: z.number().int(),
  /** The customer left before anybody began. */
  abandoned: z.number().int(),
  /** Answered or resolved by somebody who had not begun it: no wait of the queue’s, and nobody lost. */
  settled: z.number().int(),
  /** Wait still and longer than asked for, whenever they came; like those who left, they are none that was in time. */
  overdue: z.number().int(),
  /** When the next of those who wait has waited that long; null: nobody whose time runs. */
  nextOverdueAt: Instant.nullable(),
  meanWaitMs: z.number().int().nullable(),
  longestWaitMs: z.number().int().nullable(),
  /**
   * Who comes now waits between these (ms), four times in five, at the pace of the last hour; null: too little was seen,
   * or nobody is there.
   */
  estimate: z.strictObject({ lowMs: z.number().int(), highMs: z.number().int() }).nullable(),
  /** Customers who were told how long it takes and whose wait has shown whether that was right. */
  told: z.strictObject({ judged: z.number().int(), right: z.number().int() }),
});
export type QueueDay = z.infer<typeof QueueDay>;

export const readWallboard = defineRoute({
  id: 'routing.wallboard',
  method: 'GET',
  path: '/api/routing/wallboard',
  access: 'routing.manage',
  summary:
    'Every queue’s last hours, and all that agents hold; `realTime` and `deferred`: within how many seconds an answer is in time',
  query: z.strictObject({
    hours: z.coerce.number().int().min(1).max(48).default(24),
    realTime: z.coerce.number().int().min(5).max(86_400).default(60),
    deferred: z.coerce.number().int().min(5).max(604_800).default(3600),
  }),
  response: z.strictObject({
    queues: z.array(QueueDay),
    /** Offered, active and paused. */
    held: z.array(WorkItem),
    more: z.boolean(),
  }),
});

export const readQueueWaits = defineRoute({
  id: 'routing.queueWaits',
  method: 'GET',
  path: '/api/routing/queue-waits',
  access: 'conversations.reply',
  summary: 'What handing over to a queue comes to: who waits there, who is there, how long it takes',
  response: z.strictObject({
    items: z.array(
      z.strictObject({
        queueId: Id,
        waiting: z.number().int(),
        /** Agents of the queue who are available, busy or not. */
        available: z.number().int(),
        /** Who comes now waits between these (ms), four times in five; null: too little was seen. */
        estimate: z.strictObject({ lowMs: z.number().int(), highMs: z.number().int() }).nullable(),
      }),
    ),
  }),
});

export const readConversationWork = defineRoute({
  id: 'routing.conversationWork',
  method: 'GET',
  path: '/api/conversations/:id/work',
  access: 'conversations.read',
  summary: 'Where the work of a conversation stands; null: it is not routed now',
  params: z.strictObject({ id: Id }),
  response: z.strictObject({
    item: WorkItem.nullable(),
    /** Whom it is being handed over to. */
    handOver: HandOver.nullable(),
    /** Who had it before who has it now, and may be given work. */
    lastAgentId: Id.nullable(),
  }),
});

export const whisper = defineRoute({
  id: 'routing.whisper',
  method: 'POST',
  path: '/api/routing/work/:id/whisper',
  access: 'conversations.manage',
  summary:
    'A note to who has the item: it stands in the conversation, the customer does not see it, and it rings',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ clientId: Id, text: textOf(2000, 1) }),
  response: z.strictObject({ ok: z.literal(true) }),
});

export const listenIn = defineRoute({
  id: 'routing.listen',
  method: 'POST',
  path: '/api/routing/work/:id/listen',
  access: 'conversations.manage',
  summary: 'Says that the caller begins to follow what an agent does there; it is kept in the audit trail',
  params: z.strictObject({ id: Id }),
  response: z.strictObject({ ok: z.literal(true) }),
});
