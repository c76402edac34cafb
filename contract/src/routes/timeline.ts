import { z } from 'zod';
import { Id, Instant, lineOf, PageQuery, pageOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Everything that happened with a customer, in one line of time. */

/** One line of the timeline. Later parts add kinds; `facts` never hold personal content. */
export const TimelineEntry = z.strictObject({
  id: z.string(),
  at: Instant,
  /** What it belongs to: message, conversation, merge, note … */
  kind: z.string(),
  name: z.string(),
  conversationId: Id.nullable(),
  protocol: z.string().nullable(),
  subject: z.string().nullable(),
  summary: z.string().nullable(),
  channel: z.string().nullable(),
  actor: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** Kinds as the filter takes them: separated by commas. */
const KindList = z
  .string()
  .max(300)
  .regex(/^[a-z_]+(,[a-z_]+)*$/)
  .transform((text) => text.split(','));

export const readTimeline = defineRoute({
  id: 'customers.timeline',
  method: 'GET',
  path: '/api/customers/:id/timeline',
  access: 'customers.read',
  summary: 'Everything that happened with this customer, newest first, as far as the reader may see it',
  params: z.strictObject({ id: Id }),
  query: z.strictObject({
    ...PageQuery.shape,
    kinds: KindList.optional(),
    channel: lineOf(64, 1).optional(),
    /** Somebody of ours who had a part in it. */
    personId: Id.optional(),
    /** Begins with the newest line before this moment: the jump to a date. */
    before: Instant.optional(),
    /** Nothing older than this. */
    since: Instant.optional(),
  }),
  response: pageOf(TimelineEntry),
});
export const readTimelineSpan = defineRoute({
  id: 'customers.timeline.span',
  method: 'GET',
  path: '/api/customers/:id/timeline/span',
  access: 'customers.read',
  summary:
    'When the timeline begins and ends, and which kinds, channels and people are in it: for its filters',
  params: z.strictObject({ id: Id }),
  response: z.strictObject({
    from: Instant.nullable(),
    to: Instant.nullable(),
    kinds: z.array(z.string()),
    channels: z.array(z.string()),
    people: z.array(z.strictObject({ id: Id, name: z.string() })),
  }),
});
