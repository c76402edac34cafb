import { z } from 'zod';
import { Id } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Lists for elsewhere, as tables (CSV with semicolons, UTF-8 with its mark), streamed. */

export const exportCustomers = defineRoute({
  id: 'exports.customers',
  method: 'GET',
  path: '/api/exports/customers.csv',
  access: 'customers.export',
  summary: 'Customers as a table (CSV, streamed), all or those of a filter',
  perMinute: 10,
  query: z.strictObject({
    kind: z.enum(['human', 'company']).optional(),
    labelId: Id.optional(),
  }),
  response: z.unknown(),
});
export const exportConversations = defineRoute({
  id: 'exports.conversations',
  method: 'GET',
  path: '/api/exports/conversations.csv',
  access: 'customers.export',
  summary: 'Conversations the caller sees, as a table (CSV, streamed)',
  perMinute: 10,
  query: z.strictObject({ status: z.enum(['open', 'pending', 'snoozed', 'resolved']).optional() }),
  response: z.unknown(),
});
