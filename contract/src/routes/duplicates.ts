import { z } from 'zod';
import { FieldType } from '../fields.ts';
import { Id, Instant, PageQuery } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { CustomerRef, MergeChoices } from './customers.ts';

/** Records of one human: found, compared side by side, merged or kept apart. */

/** One reason why two records may be one; put into words by the desk. Positive weight speaks for, negative against. */
export const MatchReason = z.strictObject({
  code: z.string(),
  field: z.string(),
  /** What the two say, where it helps to see it. */
  a: z.string().optional(),
  b: z.string().optional(),
  similarity: z.number().optional(),
  weight: z.number(),
});
export type MatchReason = z.infer<typeof MatchReason>;

/** One record beside others, as it is without them. */
export const ComparedSide = z.strictObject({
  ...CustomerRef.shape,
  /** Records that were merged into it. */
  members: z.number().int(),
  conversations: z.number().int(),
  createdAt: Instant,
  seenAt: Instant,
});
export type ComparedSide = z.infer<typeof ComparedSide>;

/** One line of the comparison: a field with one word for each side, or a list of which all is kept. */
export const ComparedField = z.strictObject({
  /** `name`, `locale`, `birthDate`, `notes`, `kind`, `field:NAME`; of lists `identity:KIND`, `labels`, `addresses` … */
  field: z.string(),
  label: z.string().nullable(),
  /** What a field of the firm's own holds; `concealed` (sensitive): its words are dots. Null for all others. */
  type: z.union([FieldType, z.literal('concealed')]).nullable(),
  /** ISO 4217, of money. */
  currency: z.string().nullable(),
  list: z.boolean(),
  /** By side, in the order of the sides. */
  values: z.array(z.array(z.strictObject({ text: z.string(), proven: z.boolean(), shared: z.boolean() }))),
  /** Same everywhere it is said. */
  agrees: z.boolean(),
  /** Side whose word counts unless another is chosen; null when nobody says anything. */
  standing: z.number().int().nullable(),
});
export type ComparedField = z.infer<typeof ComparedField>;

export const Comparison = z.strictObject({ sides: z.array(ComparedSide), fields: z.array(ComparedField) });
export type Comparison = z.infer<typeof Comparison>;

export const compareCustomers = defineRoute({
  id: 'customers.compare',
  method: 'GET',
  path: '/api/customers/compare',
  access: 'customers.read',
  summary: 'Two to ten records side by side; the first is the one that would stay',
  query: z.strictObject({ ids: z.string().max(400).default('') }),
  response: Comparison,
});

export const DuplicateFilter = z.enum(['open', 'certain', 'likely', 'later', 'merged', 'different']);
export type DuplicateFilter = z.infer<typeof DuplicateFilter>;

export const Duplicate = z.strictObject({
  id: Id,
  reason: z.string(),
  reasons: z.array(MatchReason),
  score: z.number(),
  certain: z.boolean(),
  createdAt: Instant,
  laterUntil: Instant.nullable(),
  state: z.enum(['open', 'later', 'merged', 'different']),
  /** The merge it became, for undoing. */
  mergeId: Id.nullable(),
  comparison: Comparison,
});
export type Duplicate = z.infer<typeof Duplicate>;

export const DuplicateCounts = z.strictObject({
  open: z.number().int(),
  certain: z.number().int(),
  likely: z.number().int(),
  later: z.number().int(),
  merged: z.number().int(),
  different: z.number().int(),
});
export type DuplicateCounts = z.infer<typeof DuplicateCounts>;

export const listDuplicates = defineRoute({
  id: 'duplicates.list',
  method: 'GET',
  path: '/api/duplicates',
  access: 'customers.read',
  summary: 'The queue of records that may be one human, the surest first',
  query: z.strictObject({ ...PageQuery.shape, filter: DuplicateFilter.default('open') }),
  response: z.strictObject({
    items: z.array(Duplicate),
    next: z.string().nullable(),
    counts: DuplicateCounts,
  }),
});

const byId = z.strictObject({ id: Id });
export const DuplicateOutcome = z.strictObject({ state: Duplicate.shape.state, counts: DuplicateCounts });

export const settleDuplicate = defineRoute({
  id: 'duplicates.settle',
  method: 'PUT',
  path: '/api/duplicates/:id',
  access: 'customers.write',
  summary: 'Merges a pair (needs the right to merge), keeps it apart for good, or puts it off',
  params: byId,
  body: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('merge'), intoId: Id, choices: MergeChoices.default({}) }),
    z.strictObject({ action: z.literal('different') }),
    z.strictObject({ action: z.literal('later'), days: z.number().int().min(1).max(90).default(7) }),
  ]),
  response: DuplicateOutcome,
});
export const reopenDuplicate = defineRoute({
  id: 'duplicates.reopen',
  method: 'DELETE',
  path: '/api/duplicates/:id',
  access: 'customers.write',
  summary: 'Takes back what was done with a pair: the merge is undone exactly, the pair is open again',
  params: byId,
  response: DuplicateOutcome,
});

export const DuplicateScan = z.strictObject({
  id: Id,
  kind: z.enum(['full', 'changed']),
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  phase: z.enum(['keys', 'learn', 'compare']),
  total: z.number().int(),
  done: z.number().int(),
  found: z.number().int(),
  merged: z.number().int(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
});
export type DuplicateScan = z.infer<typeof DuplicateScan>;

export const DuplicateSettings = z.strictObject({
  /** Pairs that are certain by proven addresses alone are merged without asking. */
  autoMerge: z.boolean(),
  /** What changed is compared every night. */
  nightly: z.boolean(),
  /** How sure a suggestion must be, 0.5 to 1. */
  likely: z.number().min(0.5).max(1),
  learnedAt: Instant.nullable(),
  learnedOf: z.number().int(),
  customers: z.number().int(),
  scan: DuplicateScan.nullable(),
});
export type DuplicateSettings = z.infer<typeof DuplicateSettings>;

export const readDuplicateSettings = defineRoute({
  id: 'duplicates.settings.read',
  method: 'GET',
  path: '/api/duplicates/settings',
  access: 'customers.read',
  summary: 'How duplicates are looked for, and the last run',
  response: DuplicateSettings,
});
export const changeDuplicateSettings = defineRoute({
  id: 'duplicates.settings.change',
  method: 'PATCH',
  path: '/api/duplicates/settings',
  access: 'organisation.manage',
  summary: 'Changes how duplicates are looked for and whether certain ones are merged by themselves',
  body: z.strictObject({
    autoMerge: z.boolean().optional(),
    nightly: z.boolean().optional(),
    likely: z.number().min(0.5).max(1).optional(),
  }),
  response: DuplicateSettings,
});
export const startDuplicateScan = defineRoute({
  id: 'duplicates.scan.start',
  method: 'POST',
  path: '/api/duplicates/scan',
  access: 'organisation.manage',
  summary: 'Compares the whole base in the background',
  body: z.strictObject({ kind: z.enum(['full', 'changed']).default('full') }),
  response: DuplicateSettings,
});
export const stopDuplicateScan = defineRoute({
  id: 'duplicates.scan.stop',
  method: 'DELETE',
  path: '/api/duplicates/scan',
  access: 'organisation.manage',
  summary: 'Stops the run; what it found stays',
  response: DuplicateSettings,
});
