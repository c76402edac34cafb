import { z } from 'zod';
import { Id, Instant, lineOf, PageQuery, pageOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { CustomerRef } from './customers.ts';

/** Deals: what may be sold to whom, in the stages of a pipeline. Money is in minor units of an ISO 4217 currency. */

const byId = z.strictObject({ id: Id });
const done = z.strictObject({ ok: z.literal(true) });
const Day = z.iso.date();
const Currency = z.string().regex(/^[A-Z]{3}$/);
const Colour = z.string().regex(/^#[0-9a-f]{6}$/i);
const Minor = z.number().int().min(0).max(9_000_000_000_000);

/** What being in a stage means. */
export const StageCategory = z.enum(['open', 'won', 'lost']);
export type StageCategory = z.infer<typeof StageCategory>;

export const Stage = z.strictObject({
  id: Id,
  name: z.string(),
  category: StageCategory,
  /** Percent, how likely a deal in it is won. */
  probability: z.number().int(),
  colour: z.string(),
});
export type Stage = z.infer<typeof Stage>;

export const Pipeline = z.strictObject({
  id: Id,
  name: z.string(),
  currency: z.string(),
  archived: z.boolean(),
  stages: z.array(Stage),
});
export type Pipeline = z.infer<typeof Pipeline>;

const pipelines = z.strictObject({ items: z.array(Pipeline) });
const PipelineInput = z.strictObject({
  name: lineOf(80, 1),
  currency: Currency.default('BRL'),
  /** In their order; one that is left out goes away, which needs that no deal stands in it. */
  stages: z
    .array(
      z.strictObject({
        id: Id.optional(),
        name: lineOf(60, 1),
        category: StageCategory,
        probability: z.number().int().min(0).max(100),
        colour: Colour,
      }),
    )
    .min(3)
    .max(30),
});
export type PipelineInput = z.infer<typeof PipelineInput>;

export const Deal = z.strictObject({
  id: Id,
  pipelineId: Id,
  stageId: Id,
  title: z.string(),
  customer: CustomerRef,
  company: CustomerRef.nullable(),
  value: z.number().int(),
  currency: z.string(),
  ownerId: Id.nullable(),
  expectedOn: Day.nullable(),
  nextStep: z.string().nullable(),
  nextOn: Day.nullable(),
  labelIds: z.array(Id),
  conversationId: Id.nullable(),
  outcome: StageCategory,
  reasonId: Id.nullable(),
  reasonNote: z.string().nullable(),
  enteredAt: Instant,
  closedAt: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Deal = z.infer<typeof Deal>;

/** Money of deals in one currency; weighted by the probability of their stages. */
export const DealTotal = z.strictObject({
  currency: z.string(),
  value: z.number(),
  weighted: z.number(),
});
export type DealTotal = z.infer<typeof DealTotal>;

/** Which deals; `overdue`: the next step or the expected day is over. */
const filter = {
  query: lineOf(200).optional(),
  ownerId: Id.optional(),
  /** Of nobody. */
  unowned: z.enum(['true']).optional(),
  labelId: Id.optional(),
  /** Expected to close (open), or closed (won, lost) in this stretch of days. */
  from: Day.optional(),
  to: Day.optional(),
  overdue: z.enum(['true']).optional(),
};

export const listPipelines = defineRoute({
  id: 'pipelines.list',
  method: 'GET',
  path: '/api/pipelines',
  access: 'deals.read',
  summary: 'Pipelines with their stages in order; archived ones last',
  response: pipelines,
});
export const createPipeline = defineRoute({
  id: 'pipelines.create',
  method: 'POST',
  path: '/api/pipelines',
  access: 'deals.manage',
  summary: 'Makes a pipeline with its stages: at least one open, one won and one lost',
  body: PipelineInput,
  response: Pipeline,
});
export const changePipeline = defineRoute({
  id: 'pipelines.change',
  method: 'PUT',
  path: '/api/pipelines/:id',
  access: 'deals.manage',
  summary: 'Names a pipeline and puts its stages: adds, renames, orders, removes empty ones',
  params: byId,
  body: PipelineInput,
  response: Pipeline,
});
export const archivePipeline = defineRoute({
  id: 'pipelines.archive',
  method: 'PUT',
  path: '/api/pipelines/:id/archived',
  access: 'deals.manage',
  summary: 'Archives a pipeline (its deals stay) or takes it back; one always stays',
  params: byId,
  body: z.strictObject({ archived: z.boolean() }),
  response: Pipeline,
});

export const readBoard = defineRoute({
  id: 'deals.board',
  method: 'GET',
  path: '/api/deals/board',
  access: 'deals.read',
  summary: 'The columns of a pipeline: totals of all that fit, and the first cards of each',
  query: z.strictObject({ pipelineId: Id.optional(), ...filter }),
  response: z.strictObject({
    pipeline: Pipeline,
    columns: z.array(
      z.strictObject({
        stageId: Id,
        count: z.number().int(),
        totals: z.array(DealTotal),
        deals: z.array(Deal),
        next: z.string().nullable(),
      }),
    ),
  }),
});
export const listDeals = defineRoute({
  id: 'deals.list',
  method: 'GET',
  path: '/api/deals',
  access: 'deals.read',
  summary: 'Deals that fit, newest first; of one stage in the order of its column',
  query: z.strictObject({
    ...PageQuery.shape,
    ...filter,
    pipelineId: Id.optional(),
    stageId: Id.optional(),
    /** Of the whole group of a customer, or of the company they stand for. */
    customerId: Id.optional(),
    conversationId: Id.optional(),
    outcome: StageCategory.optional(),
  }),
  response: pageOf(Deal),
});
/** Stages by name; `from` null: made. */
const DealMove = z.strictObject({
  id: Id,
  from: z.string().nullable(),
  to: z.string(),
  actor: z.string().nullable(),
  at: Instant,
});
export const readDeal = defineRoute({
  id: 'deals.read',
  method: 'GET',
  path: '/api/deals/:id',
  access: 'deals.read',
  summary: 'A deal with the stages it has been in',
  params: byId,
  response: z.strictObject({ deal: Deal, moves: z.array(DealMove) }),
});

const fields = {
  title: lineOf(200, 1),
  companyId: Id.nullable(),
  value: Minor,
  currency: Currency,
  ownerId: Id.nullable(),
  expectedOn: Day.nullable(),
  nextStep: lineOf(300).nullable(),
  nextOn: Day.nullable(),
  labelIds: z.array(Id).max(50),
};
export const createDeal = defineRoute({
  id: 'deals.create',
  method: 'POST',
  path: '/api/deals',
  access: 'deals.write',
  summary: 'Makes a deal, first in its column; without a stage in the first one of the pipeline',
  body: z.strictObject({
    title: fields.title,
    customerId: Id,
    pipelineId: Id.optional(),
    stageId: Id.optional(),
    conversationId: Id.nullable().default(null),
    companyId: fields.companyId.default(null),
    value: Minor.default(0),
    currency: Currency.optional(),
    /** Left out: the caller, if a person. */
    ownerId: Id.nullable().optional(),
    expectedOn: fields.expectedOn.default(null),
    nextStep: fields.nextStep.default(null),
    nextOn: fields.nextOn.default(null),
    labelIds: fields.labelIds.default([]),
  }),
  response: Deal,
});
export const changeDeal = defineRoute({
  id: 'deals.change',
  method: 'PATCH',
  path: '/api/deals/:id',
  access: 'deals.write',
  summary: 'Changes what is named; stage and place are changed by moving',
  params: byId,
  body: z.strictObject({ ...fields, customerId: Id }).partial(),
  response: Deal,
});
export const moveDeal = defineRoute({
  id: 'deals.move',
  method: 'PUT',
  path: '/api/deals/:id/place',
  access: 'deals.write',
  summary: 'Moves a deal to a stage and a place in its column',
  params: byId,
  perMinute: 600,
  body: z.strictObject({
    stageId: Id,
    /** Behind this deal; null: first; left out, or a deal that is gone from there: first, too. */
    afterId: Id.nullable().default(null),
    /** Where the caller saw it: 409 when somebody has moved it elsewhere meanwhile. */
    fromStageId: Id.optional(),
    reasonId: Id.nullable().default(null),
    reasonNote: textOf(1000).nullable().default(null),
  }),
  response: Deal,
});
export const dropDeal = defineRoute({
  id: 'deals.drop',
  method: 'DELETE',
  path: '/api/deals/:id',
  access: 'deals.write',
  summary: 'Removes a deal that never was one',
  params: byId,
  response: done,
});
