import { z } from 'zod';
import { lineOf } from './primitives.ts';

/**
 * Conditions of a segment: a tree of groups and leaves, four groups deep at most (the depth is in the schema, so that no
 * reader meets a deeper one). What leaves may say comes from the catalogue of kinds.
 */

/** One condition: `kind` and `is` from the catalogue; `of` narrows the kind (a field's name, a purpose, an event). */
export const SegmentLeaf = z.strictObject({
  kind: lineOf(60, 1),
  is: lineOf(30, 1),
  of: lineOf(80, 1).optional(),
  value: z.union([lineOf(200), z.number().min(-1e15).max(1e15), z.array(lineOf(200, 1)).max(100)]).optional(),
  /** Of money: which one is counted (ISO 4217); left out, any that reaches the bound. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** Within so many days back from now. */
  days: z.number().int().min(1).max(36_500).optional(),
});
export type SegmentLeaf = z.infer<typeof SegmentLeaf>;

/** Every, one or none of its parts must hold; of no parts every and none hold, one does not. */
export const SegmentMatch = z.enum(['all', 'any', 'none']);
export type SegmentMatch = z.infer<typeof SegmentMatch>;

const groupOf = <T extends z.ZodType>(part: T) =>
  z.strictObject({ match: SegmentMatch, of: z.array(part).max(30) });
const Inmost = groupOf(SegmentLeaf);
const Inner = groupOf(z.union([SegmentLeaf, Inmost]));
const Middle = groupOf(z.union([SegmentLeaf, Inner]));
export const SegmentTree = groupOf(z.union([SegmentLeaf, Middle]));
export type SegmentTree = z.infer<typeof SegmentTree>;
export const deepestGroup = 4;

/** The same without the bound on depth, for those who walk it. */
export type SegmentGroup = { match: SegmentMatch; of: SegmentNode[] };
export type SegmentNode = SegmentLeaf | SegmentGroup;
export const isGroup = (node: SegmentNode): node is SegmentGroup => 'match' in node;

/** What an operator wants beside itself. `day` YYYY-MM-DD, `money` in minor units, `options` several of the kind's. */
export const SegmentInput = z.enum([
  'none',
  'text',
  'number',
  'money',
  'days',
  'hours',
  'day',
  'option',
  'options',
  'customer',
]);
export type SegmentInput = z.infer<typeof SegmentInput>;

/** A choice; an empty label is one whose words the front end knows by kind and name. */
export const SegmentOption = z.strictObject({ name: z.string(), label: z.string() });
export type SegmentOption = z.infer<typeof SegmentOption>;

/** A kind of condition as the editor needs it. */
export const SegmentKind = z.strictObject({
  kind: z.string(),
  /** Under which heading it is offered. */
  area: z.string(),
  is: z.array(z.strictObject({ name: z.string(), input: SegmentInput })),
  options: z.array(SegmentOption),
  /** What `of` may be, each with its own operators and options; none: the kind has no `of`. */
  of: z.array(
    z.strictObject({
      ...SegmentOption.shape,
      is: z.array(z.string()),
      options: z.array(SegmentOption),
      /** Currency of a field of money (ISO 4217). */
      currency: z.string().nullable(),
    }),
  ),
  /** Takes a stretch of days. */
  windowed: z.boolean(),
  /** Sums of money: which currency is said beside. */
  priced: z.boolean(),
});
export type SegmentKind = z.infer<typeof SegmentKind>;
