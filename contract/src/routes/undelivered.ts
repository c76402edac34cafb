import { z } from 'zod';
import { Id, Instant } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { CustomerRef } from './customers.ts';

/** Answers that did not reach the customer. */

export const listUndelivered = defineRoute({
  id: 'messages.undelivered',
  method: 'GET',
  path: '/api/undelivered-messages',
  access: 'conversations.reply',
  summary:
    'What the reader wrote, or was written in what they have, and the platform did not deliver or of which nobody knows whether it arrived, until it is sent again, it proves to have arrived, something else is sent, or the matter is closed',
  response: z.strictObject({
    items: z.array(
      z.strictObject({
        messageId: Id,
        conversationId: Id,
        customer: CustomerRef,
        /** Unknown: it may have arrived; a person looks before sending it again. */
        state: z.enum(['failed', 'unknown']),
        /** Code of the platform or of ours; null: it said nothing. */
        code: z.string().nullable(),
        at: Instant,
        preview: z.string().nullable(),
      }),
    ),
  }),
});
