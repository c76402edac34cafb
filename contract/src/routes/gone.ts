import { z } from 'zod';
import { Id } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** What copies of conversations are to be thrown away. */

export const goneConversations = defineRoute({
  id: 'conversations.gone',
  method: 'GET',
  path: '/api/conversations/gone',
  access: 'conversations.read',
  summary:
    'Which of these may not be seen (any more), or belong to an erased customer: a copy is to be thrown away',
  query: z.strictObject({
    ids: z
      .string()
      .regex(/^([0-9a-f-]{36}(,[0-9a-f-]{36}){0,99})?$/)
      .default(''),
  }),
  response: z.strictObject({ gone: z.array(Id) }),
});
