import { z } from 'zod';
import { Proof } from '../channels.ts';
import { FieldTests } from '../fields.ts';
import { CustomFields, Id, Instant, Locale, lineOf, PageQuery, pageOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Customers, their identities, merges and timeline. */

const byId = z.strictObject({ id: Id });

export const Identity = z.strictObject({
  id: Id,
  kind: z.string(),
  value: z.string(),
  display: z.string(),
  name: z.string().nullable(),
  proof: Proof,
  verifiedAt: Instant.nullable(),
  confidence: z.number().min(0).max(1),
  source: z.string(),
  /** Since when its holder wants no more messages there. */
  optedOutAt: Instant.nullable().optional(),
  /** A server said for good that nobody is there, and nothing has come from there since. */
  undeliverable: z.strictObject({ at: Instant, reason: z.string() }).nullable().optional(),
  /** Deliveries that failed for the moment (mailbox full, no answer). */
  softBounces: z.number().int().optional(),
  /** Who vouched for it, where a person did. */
  verifiedBy: z.string().nullable().optional(),
  /** What the person who vouched gave as the reason. */
  reason: z.string().nullable().optional(),
  /** Since when it is theirs, as far as is known, and since when no longer. */
  from: Instant.optional(),
  endedAt: Instant.nullable().optional(),
  endedReason: z.string().nullable().optional(),
  /** Several humans use it: it makes nobody one (a family's telephone, a company's mailbox). */
  shared: z.boolean().optional(),
  /** A code or link of ours is on its way there. */
  check: z
    .strictObject({
      way: z.enum(['code', 'link']),
      sentAt: Instant,
      expiresAt: Instant,
      triesLeft: z.number().int(),
    })
    .nullable()
    .optional(),
});
export type Identity = z.infer<typeof Identity>;

export const CustomerRef = z.strictObject({
  id: Id,
  name: z.string().nullable(),
  /** Best address to show when there is no name. */
  display: z.string(),
  avatarUrl: z.string().nullable(),
  verified: z.boolean(),
});
export type CustomerRef = z.infer<typeof CustomerRef>;

export const MergeSuggestion = z.strictObject({
  id: Id,
  other: CustomerRef,
  reason: z.string(),
  evidence: z.record(z.string(), z.unknown()),
  createdAt: Instant,
});
export const Merge = z.strictObject({
  id: Id,
  from: CustomerRef,
  into: CustomerRef,
  at: Instant,
  by: z.string(),
  reason: z.string(),
  undoneAt: Instant.nullable(),
  /** Whose word was chosen, by field; ids of the merged records. */
  choices: z.record(z.string(), Id).optional(),
});
export const Customer = z.strictObject({
  ...CustomerRef.shape,
  email: z.string().nullable(),
  phone: z.string().nullable(),
  locale: Locale.nullable(),
  notes: z.string(),
  customFields: CustomFields,
  createdAt: Instant,
  identities: z.array(Identity),
  /** Addresses that were theirs. */
  formerIdentities: z.array(Identity).optional(),
  suggestions: z.array(MergeSuggestion),
  merges: z.array(Merge),
});
export type Customer = z.infer<typeof Customer>;

/** Field → the customer whose word counts. */
export const MergeChoices = z
  .record(lineOf(80, 1), Id)
  .refine((choices) => Object.keys(choices).length <= 220, { error: 'too_many' });
export type MergeChoices = z.infer<typeof MergeChoices>;

export const listCustomers = defineRoute({
  id: 'customers.list',
  method: 'GET',
  path: '/api/customers',
  access: 'customers.read',
  summary: 'Lists or searches customers by name or address, newest activity first',
  query: z.strictObject({
    ...PageQuery.shape,
    query: lineOf(200).optional(),
    kind: z.enum(['human', 'company']).optional(),
    labelId: Id.optional(),
    blocked: z.enum(['true', 'false']).optional(),
    /** Who is in this segment now. */
    segmentId: Id.optional(),
    /** Conditions on custom fields as JSON, all of which must hold. */
    fields: FieldTests.optional(),
  }),
  response: pageOf(
    z.strictObject({
      ...CustomerRef.shape,
      email: z.string().nullable(),
      phone: z.string().nullable(),
      /** Kinds of their addresses, the best known first. */
      addressKinds: z.array(z.string()).max(8),
      seenAt: Instant,
    }),
  ),
});
export const readCustomer = defineRoute({
  id: 'customers.read',
  method: 'GET',
  path: '/api/customers/:id',
  access: 'customers.read',
  summary: 'One customer: the canonical record, whatever merged id was asked for',
  params: byId,
  response: Customer,
});
export const createCustomer = defineRoute({
  id: 'customers.create',
  method: 'POST',
  path: '/api/customers',
  access: 'customers.write',
  summary: 'Creates a customer, with unproven identities',
  body: z.strictObject({
    name: lineOf(256, 1),
    identities: z
      .array(z.strictObject({ kind: lineOf(32, 1), value: lineOf(512, 1) }))
      .max(20)
      .default([]),
    notes: textOf(10_000).default(''),
  }),
  response: Customer,
});
export const changeCustomer = defineRoute({
  id: 'customers.change',
  method: 'PATCH',
  path: '/api/customers/:id',
  access: 'customers.write',
  summary: 'Changes the record',
  params: byId,
  body: z.strictObject({
    name: lineOf(256, 1).optional(),
    locale: Locale.nullable().optional(),
    notes: textOf(10_000).optional(),
    customFields: CustomFields.optional(),
  }),
  response: Customer,
});
export const addIdentity = defineRoute({
  id: 'customers.identities.add',
  method: 'POST',
  path: '/api/customers/:id/identities',
  access: 'customers.write',
  summary: 'Writes an address down; with `reason` the person vouches for it (verified by a person)',
  params: byId,
  body: z.strictObject({ kind: lineOf(32, 1), value: lineOf(512, 1), reason: textOf(500, 3).optional() }),
  response: Customer,
});
export const mergeCustomers = defineRoute({
  id: 'customers.merge',
  method: 'POST',
  path: '/api/customers/:id/merges',
  access: 'customers.merge',
  summary: 'Merges one or several others into this one; can be undone exactly',
  params: byId,
  body: z.strictObject({
    /** One, or several by `otherIds`. */
    otherId: Id.optional(),
    otherIds: z.array(Id).min(1).max(9).optional(),
    reason: textOf(500, 1),
    /** Whose word counts where they differ: field (`name`, `locale`, `birthDate`, `field:NAME` …) → customer. */
    choices: MergeChoices.default({}),
  }),
  response: Customer,
});
export const undoMerge = defineRoute({
  id: 'customers.merge.undo',
  method: 'DELETE',
  path: '/api/customers/:id/merges/:mergeId',
  access: 'customers.merge',
  summary: 'Undoes a merge',
  params: z.strictObject({ id: Id, mergeId: Id }),
  response: Customer,
});
export const settleSuggestion = defineRoute({
  id: 'customers.suggestion.settle',
  method: 'PUT',
  path: '/api/customers/:id/suggestions/:suggestionId',
  access: 'customers.write',
  summary: 'Accepts a suggestion (merges) or dismisses it',
  params: z.strictObject({ id: Id, suggestionId: Id }),
  body: z.strictObject({ accept: z.boolean() }),
  response: Customer,
});
