import { z } from 'zod';
import { Id, Instant, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** What customers allowed the firm to do, for which purpose and on which way, with proof. */

const byCustomer = z.strictObject({ id: Id });

/** What processing may rest on (LGPD art. 7, GDPR art. 6), as far as a firm writes to its customers. */
export const LegalBasis = z.enum(['consent', 'contract', 'legitimate_interest', 'law']);
export type LegalBasis = z.infer<typeof LegalBasis>;

const PurposeName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

export const Purpose = z.strictObject({
  name: PurposeName,
  /** '' for one of the house, which the front end has words for. */
  label: z.string(),
  basis: LegalBasis,
  reference: z.string(),
  /** What customers are asked with, and which version of it this is. */
  words: z.string(),
  version: z.number().int(),
  ofHouse: z.boolean(),
  archived: z.boolean(),
});
export type Purpose = z.infer<typeof Purpose>;

export const ConsentState = z.enum(['given', 'withdrawn', 'lifted']);
export type ConsentState = z.infer<typeof ConsentState>;

/** One line of the ledger. */
export const ConsentEntry = z.strictObject({
  id: Id,
  /** null: everything that is no answer. */
  purpose: z.string().nullable(),
  /** null: every channel, every address. */
  channel: z.string().nullable(),
  identityId: Id.nullable(),
  address: z.string().nullable(),
  state: ConsentState,
  basis: z.string(),
  source: z.string(),
  shown: z.string().nullable(),
  version: z.number().int().nullable(),
  messageId: Id.nullable(),
  conversationId: Id.nullable(),
  formId: z.string().nullable(),
  /** A hash of the network address is kept. */
  hasOrigin: z.boolean(),
  note: z.string().nullable(),
  actorKind: z.string(),
  actorId: Id.nullable(),
  at: Instant,
});
export type ConsentEntry = z.infer<typeof ConsentEntry>;

/** Why the firm may write for a purpose, or may not. */
export const ConsentReason = z.enum(['given', 'basis', 'withdrawn', 'missing']);
export type ConsentReason = z.infer<typeof ConsentReason>;

/** Whether the firm may write for a purpose: in general, and where one channel or address differs. */
export const ConsentStanding = z.strictObject({
  purpose: Purpose,
  allowed: z.boolean(),
  because: ConsentReason,
  since: Instant.nullable(),
  exceptions: z.array(
    z.strictObject({
      channel: z.string().nullable(),
      identityId: Id.nullable(),
      address: z.string().nullable(),
      allowed: z.boolean(),
      because: ConsentReason,
      since: Instant.nullable(),
    }),
  ),
});
export type ConsentStanding = z.infer<typeof ConsentStanding>;

export const CustomerConsents = z.strictObject({
  standing: z.array(ConsentStanding),
  entries: z.array(ConsentEntry),
});
export type CustomerConsents = z.infer<typeof CustomerConsents>;

export const readConsents = defineRoute({
  id: 'customers.consents',
  method: 'GET',
  path: '/api/customers/:id/consents',
  access: 'customers.read',
  summary: 'What a customer allowed and took back, for each purpose, with every line of the ledger',
  params: byCustomer,
  response: CustomerConsents,
});
export const recordConsent = defineRoute({
  id: 'customers.consents.record',
  method: 'POST',
  path: '/api/customers/:id/consents',
  access: 'customers.write',
  summary:
    'Writes down that a customer gave or took back consent, with proof; nothing is sent after a withdrawal',
  params: byCustomer,
  perMinute: 120,
  body: z.strictObject({
    /** null with `withdrawn`: everything that is no answer. */
    purpose: PurposeName.nullable(),
    state: z.enum(['given', 'withdrawn']),
    channel: lineOf(40, 1).nullable().default(null),
    identityId: Id.nullable().default(null),
    /** The words the customer saw; those of the purpose unless told. */
    shown: textOf(4000).nullable().default(null),
    messageId: Id.nullable().default(null),
    formId: lineOf(120, 1).nullable().default(null),
    /** How it was said: in person, on the telephone, on paper. */
    note: textOf(1000).nullable().default(null),
  }),
  response: CustomerConsents,
});

export const listPurposes = defineRoute({
  id: 'privacy.purposes',
  method: 'GET',
  path: '/api/privacy/purposes',
  access: 'customers.read',
  summary: 'What the firm writes to customers for, with the legal basis of each',
  response: z.strictObject({ items: z.array(Purpose) }),
});
export const savePurpose = defineRoute({
  id: 'privacy.purposes.save',
  method: 'PUT',
  path: '/api/privacy/purposes',
  access: 'privacy.manage',
  summary: 'Adds a purpose or changes one; changed words make a new version',
  body: z.strictObject({
    name: PurposeName,
    label: lineOf(80).default(''),
    basis: LegalBasis,
    reference: lineOf(300).default(''),
    words: textOf(4000).default(''),
    archived: z.boolean().default(false),
  }),
  response: z.strictObject({ items: z.array(Purpose) }),
});
