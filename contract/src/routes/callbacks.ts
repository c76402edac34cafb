import { z } from 'zod';
import { Id, Instant, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { CustomerRef } from './customers.ts';

/** Requests to be called, and what became of them. */

export const CallbackState = z.enum(['open', 'done', 'failed', 'taken_back']);
export type CallbackState = z.infer<typeof CallbackState>;

export const Callback = z.strictObject({
  id: Id,
  conversationId: Id,
  inboxId: Id,
  channel: z.string(),
  customer: CustomerRef,
  /** As the person wrote them: proven by nothing. */
  name: z.string(),
  phone: z.string(),
  text: z.string(),
  /** When they wish to be called; null: as soon as possible. */
  from: Instant.nullable(),
  /** Until when the firm said it would call. */
  promisedAt: Instant,
  state: CallbackState,
  /** Calls nobody answered so far. */
  tries: z.number().int(),
  result: z.string().nullable(),
  assigneeId: Id.nullable(),
  createdAt: Instant,
  settledAt: Instant.nullable(),
});
export type Callback = z.infer<typeof Callback>;

export const listCallbacks = defineRoute({
  id: 'callbacks.list',
  method: 'GET',
  path: '/api/callbacks',
  access: 'conversations.read',
  summary: 'Who waits to be called, the nearest promise first',
  response: z.strictObject({ items: z.array(Callback) }),
});

export const settleCallback = defineRoute({
  id: 'callbacks.settle',
  method: 'POST',
  path: '/api/callbacks/:id/settle',
  access: 'conversations.reply',
  summary: 'Writes down a call: done, nobody answered (it stays open), or given up',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({
    outcome: z.enum(['done', 'no_answer', 'failed']),
    result: textOf(2000).default(''),
  }),
  response: Callback,
});
