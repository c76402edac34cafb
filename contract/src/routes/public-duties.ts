import { z } from 'zod';
import { Id, textOf } from '../primitives.ts';
import { PublicDuty } from '../public.ts';
import { defineRoute } from '../route.ts';

/** What is owed to the public. */

export const listDuties = defineRoute({
  id: 'publicDuties.list',
  method: 'GET',
  path: '/api/public-duties',
  access: 'conversations.read',
  summary:
    'What is owed to the public: unanswered words and solutions to be published, the nearest deadline first',
  response: z.strictObject({ items: z.array(PublicDuty) }),
});

export const waiveDuty = defineRoute({
  id: 'publicDuties.waive',
  method: 'POST',
  path: '/api/public-duties/:id/waive',
  access: 'conversations.reply',
  summary: 'Leaves a public word without a further public answer, with a reason that is kept',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ reason: textOf(500, 3) }),
  response: PublicDuty,
});
