import { z } from 'zod';
import { Id, textOf } from '../primitives.ts';
import { PublicDuty, WrittenDown } from '../public.ts';
import { defineRoute } from '../route.ts';
import { Message } from './conversations.ts';
import { CustomerRef } from './customers.ts';

/** What is owed to the public. */

/** What is owed, with what one has to know to choose what to do first. */
export const DutyItem = z.strictObject({
  ...PublicDuty.shape,
  channel: z.string(),
  customer: CustomerRef,
  /** The customer's public words. */
  text: z.string(),
  threadName: z.string().nullable(),
  assigneeId: Id.nullable(),
  /** Who answers for the inbox. */
  ownerId: Id.nullable(),
  loudness: z.number().int(),
  /** An answer is written and waits to be pasted on the site. */
  toPaste: z.boolean(),
});
export type DutyItem = z.infer<typeof DutyItem>;

export const listDuties = defineRoute({
  id: 'publicDuties.list',
  method: 'GET',
  path: '/api/public-duties',
  access: 'conversations.read',
  summary:
    'What is owed to the public: unanswered words and solutions to be published, the nearest deadline first',
  response: z.strictObject({ items: z.array(DutyItem) }),
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

export const publishByHand = defineRoute({
  id: 'messages.published',
  method: 'POST',
  path: '/api/messages/:id/published',
  access: 'conversations.reply',
  summary: 'Says that an answer now stands on a site that takes none from programs',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
  }),
  response: Message,
});

export const discardByHand = defineRoute({
  id: 'messages.discard',
  method: 'POST',
  path: '/api/messages/:id/discard',
  access: 'conversations.reply',
  summary: 'Says that an answer waiting to be pasted on a site will not be; it can be taken up again',
  params: z.strictObject({ id: Id }),
  response: Message,
});

export const writeDown = defineRoute({
  id: 'publicMatters.writeDown',
  method: 'POST',
  path: '/api/inboxes/:id/public-matters',
  access: 'conversations.reply',
  summary: 'Writes down by hand what was said in public on a site of this inbox',
  params: z.strictObject({ id: Id }),
  body: WrittenDown,
  response: z.strictObject({ ok: z.literal(true) }),
});
