import { z } from 'zod';
import { Id, Instant, PageQuery, pageOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** What an inbox received and could not read. */

export const PoisonReceipt = z.strictObject({
  id: Id,
  externalId: z.string(),
  receivedAt: Instant,
  error: z.string(),
  attempts: z.number().int(),
  size: z.number().int(),
  preview: z.string(),
});
export const listPoison = defineRoute({
  id: 'inboxes.poison',
  method: 'GET',
  path: '/api/inboxes/:id/receipts/poison',
  access: 'inboxes.manage',
  summary: 'Lists received items that could not be read, newest first',
  params: z.strictObject({ id: Id }),
  query: PageQuery,
  response: pageOf(PoisonReceipt),
});
export const replayReceipt = defineRoute({
  id: 'inboxes.replay',
  method: 'POST',
  path: '/api/inboxes/:id/receipts/:receiptId/replay',
  access: 'inboxes.manage',
  summary: 'Reads a received item again',
  params: z.strictObject({ id: Id, receiptId: Id }),
  response: z.strictObject({ ok: z.literal(true) }),
});
