import { z } from 'zod';
import { Id, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Why deals are won or lost, as the firm puts it. */

export const DealReason = z.strictObject({
  id: Id,
  outcome: z.enum(['won', 'lost']),
  name: z.string(),
  archived: z.boolean(),
});
export type DealReason = z.infer<typeof DealReason>;
const ReasonInput = z.strictObject({
  id: Id.optional(),
  ...DealReason.pick({ outcome: true }).shape,
  name: lineOf(80, 1),
});
const reasons = z.strictObject({ items: z.array(DealReason) });

export const listDealReasons = defineRoute({
  id: 'deals.reasons',
  method: 'GET',
  path: '/api/deal-reasons',
  access: 'deals.read',
  summary: 'Why deals are won or lost, as the firm puts it',
  response: reasons,
});
export const putDealReasons = defineRoute({
  id: 'deals.reasons.put',
  method: 'PUT',
  path: '/api/deal-reasons',
  access: 'deals.manage',
  summary: 'Puts the whole list of reasons; one that is left out is archived',
  body: z.strictObject({
    items: z.array(ReasonInput).max(100),
  }),
  response: reasons,
});
