import { z } from 'zod';
import { WakeEvent } from '../conversations.ts';
import { Id, Instant } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { CustomerRef } from './customers.ts';

/** Snoozes that ended. */

export const listWoken = defineRoute({
  id: 'conversations.woken',
  method: 'GET',
  path: '/api/woken-conversations',
  access: 'conversations.read',
  summary: 'What the reader had put aside, that came back, and that they have not read since',
  response: z.strictObject({
    items: z.array(
      z.strictObject({
        conversationId: Id,
        customer: CustomerRef,
        /** What brought it back: its time, or what it waited for. */
        why: z.enum(['date', ...WakeEvent.options]),
        at: Instant,
        preview: z.string().nullable(),
      }),
    ),
  }),
});
