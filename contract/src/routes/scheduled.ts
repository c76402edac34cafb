import { z } from 'zod';
import { Attachment } from '../content.ts';
import { Id, Instant, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { Scheduled, ScheduledPurpose } from '../scheduled.ts';
import { sendMessage } from './conversations.ts';
import { CustomerRef } from './customers.ts';

/** Messages that go out later, and taking back what was sent a moment ago. */

const done = z.strictObject({ ok: z.literal(true) });
const byId = z.strictObject({ id: Id });
const messages = z.array(sendMessage.body).min(1).max(20);

export const scheduleMessage = defineRoute({
  id: 'scheduled.create',
  method: 'POST',
  path: '/api/conversations/:id/scheduled',
  access: 'conversations.reply',
  summary:
    'Keeps messages until they are due, then sends them as their author; the same clientId is kept once',
  params: byId,
  maxBytes: 4_000_000,
  body: z.strictObject({
    /** The writer's own number of it; it becomes its id. */
    clientId: Id,
    messages,
    /** The letter as its editor had it, to be written on when it is taken back. */
    draftHtml: textOf(500_000).nullable().default(null),
    /** Sent now, but so many seconds to take it back; or at a time. */
    when: z.union([
      z.strictObject({ seconds: z.number().int().min(1).max(30) }),
      z.strictObject({ at: Instant }),
    ]),
    /** Do not send it when the customer writes before. */
    unlessAnswered: z.boolean().default(true),
  }),
  /** null: it has gone out already. */
  response: z.strictObject({ scheduled: Scheduled.nullable() }),
});
export const listScheduled = defineRoute({
  id: 'scheduled.list',
  method: 'GET',
  path: '/api/scheduled',
  access: 'conversations.reply',
  summary: "The reader's own messages that wait or were held back, the nearest first",
  response: z.strictObject({
    items: z.array(z.strictObject({ ...Scheduled.shape, customer: CustomerRef })),
  }),
});
export const changeScheduled = defineRoute({
  id: 'scheduled.change',
  method: 'PUT',
  path: '/api/scheduled/:id',
  access: 'conversations.reply',
  summary: 'Gives an own message another time; one that was held back waits again',
  params: byId,
  body: z.strictObject({ at: Instant, unlessAnswered: z.boolean() }),
  response: Scheduled,
});
export const sendScheduledNow = defineRoute({
  id: 'scheduled.send',
  method: 'POST',
  path: '/api/scheduled/:id/send',
  access: 'conversations.reply',
  summary: 'Sends an own message at once',
  params: byId,
  response: done,
});
export const takeBack = defineRoute({
  id: 'scheduled.takeBack',
  method: 'POST',
  path: '/api/scheduled/:id/take-back',
  access: 'conversations.reply',
  summary: 'Takes an own message back, to be written on; 404 when it has gone out',
  params: byId,
  response: z.strictObject({
    id: Id,
    conversationId: Id,
    purpose: ScheduledPurpose,
    messages,
    draftHtml: z.string().nullable(),
    attachments: z.array(Attachment),
  }),
});
export const dropScheduled = defineRoute({
  id: 'scheduled.drop',
  method: 'DELETE',
  path: '/api/scheduled/:id',
  access: 'conversations.reply',
  summary: "Deletes an own message before it goes out; somebody else's with conversations.manage",
  params: byId,
  response: done,
});
