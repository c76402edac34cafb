import { z } from 'zod';
import { Id, Instant, lineOf, PageQuery, pageOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { SegmentKind, SegmentTree } from '../segments.ts';
import { CustomerRef } from './customers.ts';

/** Segments: customers who meet conditions, always those of this moment. */

const byId = z.strictObject({ id: Id });
const done = z.strictObject({ ok: z.literal(true) });

export const Segment = z.strictObject({
  id: Id,
  name: z.string(),
  description: z.string(),
  conditions: SegmentTree,
  /** `running`: who is in it is being worked out anew; `failed`: a condition is no longer understood. */
  state: z.enum(['running', 'ready', 'failed']),
  members: z.number().int(),
  computedAt: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Segment = z.infer<typeof Segment>;

const SegmentBody = z.strictObject({
  name: lineOf(80, 1),
  description: textOf(500).default(''),
  conditions: SegmentTree,
});

export const listSegmentKinds = defineRoute({
  id: 'segments.kinds',
  method: 'GET',
  path: '/api/segments/kinds',
  access: 'segments.manage',
  summary: 'Kinds of conditions there are, with what each may be compared with',
  response: z.strictObject({ items: z.array(SegmentKind) }),
});
export const listSegments = defineRoute({
  id: 'segments.list',
  method: 'GET',
  path: '/api/segments',
  access: 'customers.read',
  summary: 'Saved segments by name, each with how many are in it',
  response: z.strictObject({ items: z.array(Segment) }),
});
export const readSegment = defineRoute({
  id: 'segments.read',
  method: 'GET',
  path: '/api/segments/:id',
  access: 'customers.read',
  summary: 'One saved segment',
  params: byId,
  response: Segment,
});
export const createSegment = defineRoute({
  id: 'segments.create',
  method: 'POST',
  path: '/api/segments',
  access: 'segments.manage',
  summary: 'Saves a segment; who is in it is worked out in the background and kept from then on',
  body: SegmentBody,
  response: Segment,
});
export const changeSegment = defineRoute({
  id: 'segments.change',
  method: 'PUT',
  path: '/api/segments/:id',
  access: 'segments.manage',
  summary: 'Changes name or conditions; changed conditions are worked out anew',
  params: byId,
  body: SegmentBody,
  response: Segment,
});
export const dropSegment = defineRoute({
  id: 'segments.drop',
  method: 'DELETE',
  path: '/api/segments/:id',
  access: 'segments.manage',
  summary: 'Removes a segment; customers stay as they are',
  params: byId,
  response: done,
});
export const recomputeSegment = defineRoute({
  id: 'segments.recompute',
  method: 'POST',
  path: '/api/segments/:id/runs',
  access: 'segments.manage',
  summary: 'Works out anew who is in a segment',
  params: byId,
  response: Segment,
});
export const countSegment = defineRoute({
  id: 'segments.count',
  method: 'POST',
  path: '/api/segments/count',
  access: 'segments.manage',
  summary: 'How many customers meet conditions: exact up to a bound, then only that there are more',
  perMinute: 240,
  body: z.strictObject({ conditions: SegmentTree }),
  response: z.strictObject({
    count: z.number().int(),
    /** There are more than `count`. */
    more: z.boolean(),
    /** It took too long and was given up; `count` says nothing. */
    tooLong: z.boolean(),
  }),
});
export const previewSegment = defineRoute({
  id: 'segments.preview',
  method: 'POST',
  path: '/api/segments/preview',
  access: 'segments.manage',
  summary: 'Some of the customers who meet conditions, those seen last first',
  perMinute: 240,
  body: z.strictObject({ conditions: SegmentTree }),
  response: z.strictObject({
    items: z.array(z.strictObject({ ...CustomerRef.shape, seenAt: Instant })),
    tooLong: z.boolean(),
  }),
});
export const listSegmentMembers = defineRoute({
  id: 'segments.members',
  method: 'GET',
  path: '/api/segments/:id/members',
  access: 'customers.read',
  summary: 'Customers in a segment, in a steady order for reading all of them',
  params: byId,
  query: PageQuery,
  response: pageOf(z.strictObject({ ...CustomerRef.shape, since: Instant })),
});
