import { z } from 'zod';
import { Id } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { Pipeline } from './deals.ts';

/** What deals promise and what became of them. */

const Day = z.iso.date();

export const readForecast = defineRoute({
  id: 'deals.forecast',
  method: 'GET',
  path: '/api/deals/forecast',
  access: 'deals.read',
  summary: 'What is expected by month, won and lost with reasons, and how deals pass from stage to stage',
  query: z.strictObject({
    pipelineId: Id.optional(),
    ownerId: Id.optional(),
    /** Of what was closed and of the passing from stage to stage; months ahead are always twelve. */
    from: Day.optional(),
    to: Day.optional(),
  }),
  response: z.strictObject({
    pipeline: Pipeline,
    /** Open deals by the month they are expected to close in; null: none said. */
    months: z.array(
      z.strictObject({
        month: z.string().nullable(),
        currency: z.string(),
        count: z.number().int(),
        value: z.number(),
        weighted: z.number(),
      }),
    ),
    closed: z.array(
      z.strictObject({
        outcome: z.enum(['won', 'lost']),
        reasonId: Id.nullable(),
        currency: z.string(),
        count: z.number().int(),
        value: z.number(),
      }),
    ),
    /** Deals that came into each stage, how many went on (to a later one, or were won), and how long they stayed. */
    stages: z.array(
      z.strictObject({
        stageId: Id,
        entered: z.number().int(),
        advanced: z.number().int(),
        lost: z.number().int(),
        /** Median of those that left it. */
        days: z.number().nullable(),
      }),
    ),
    /** Median days from made to won. */
    cycleDays: z.number().nullable(),
  }),
});
