import { z } from 'zod';
import { Id, Instant, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** What we already know: facts a customer gave once, so that nobody asks again. */

const byId = z.strictObject({ id: Id });

/** Kinds of facts; a custom field is `field:NAME`. */
export const factKinds = [
  'name',
  'cpf',
  'cnpj',
  'email',
  'phone',
  'birth_date',
  'address',
  'cep',
  'order_number',
] as const;
export const FactKind = z.enum(factKinds);
export type FactKind = z.infer<typeof FactKind>;

export const FactSource = z.enum(['message', 'form', 'person', 'import', 'key', 'bot', 'identity', 'record']);
export type FactSource = z.infer<typeof FactSource>;

export const KnownFact = z.strictObject({
  /** null: it stands in the record or among the identities, and is changed there. */
  id: Id.nullable(),
  kind: z.string(),
  /** Name of a custom field, as people see it. */
  label: z.string().nullable(),
  /** As it is inserted; null when the caller may see only a part of it. */
  value: z.string().nullable(),
  /** As it is shown: a CPF shows its middle digits only. */
  display: z.string(),
  source: FactSource,
  confidence: z.number(),
  channel: z.string().nullable(),
  conversationId: Id.nullable(),
  by: z.string().nullable(),
  givenAt: Instant,
});
export type KnownFact = z.infer<typeof KnownFact>;

export const listFacts = defineRoute({
  id: 'facts.list',
  method: 'GET',
  path: '/api/customers/:id/facts',
  access: 'customers.read',
  summary: 'What is known of a customer, with where it came from: for agents, forms and bots',
  params: byId,
  response: z.strictObject({ items: z.array(KnownFact) }),
});
export const addFact = defineRoute({
  id: 'facts.add',
  method: 'POST',
  path: '/api/customers/:id/facts',
  access: 'customers.write',
  summary: 'Writes down a fact a customer told: a person, or a bot by its key',
  params: byId,
  body: z.strictObject({
    kind: z.union([FactKind, z.string().regex(/^field:[a-z][a-z0-9_]{0,47}$/)]),
    value: lineOf(500, 1),
    conversationId: Id.optional(),
  }),
  response: z.strictObject({ items: z.array(KnownFact) }),
});
export const endFact = defineRoute({
  id: 'facts.end',
  method: 'DELETE',
  path: '/api/customers/:id/facts/:factId',
  access: 'customers.write',
  summary: 'Says that a fact is wrong; it is offered no more and not taken from the same words again',
  params: z.strictObject({ id: Id, factId: Id }),
  response: z.strictObject({ items: z.array(KnownFact) }),
});

const Count = z.strictObject({
  /** Outgoing questions for a fact. */
  asked: z.number().int(),
  /** Of these, asked although the customer had told it. */
  repeated: z.number().int(),
});
const Named = z.strictObject({ id: z.string(), name: z.string(), ...Count.shape });
export const readRepetition = defineRoute({
  id: 'facts.repetition',
  method: 'GET',
  path: '/api/reports/repetition',
  access: 'reports.read',
  summary: 'How often customers are asked for what they had told: repeated ÷ asked, over a time',
  query: z.strictObject({
    from: z.iso.date().optional(),
    /** The last day that counts. */
    to: z.iso.date().optional(),
    inboxId: Id.optional(),
    personId: Id.optional(),
  }),
  response: z.strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    total: Count,
    kinds: z.array(Named),
    inboxes: z.array(Named),
    /** People, and bots as one. */
    authors: z.array(Named),
    days: z.array(z.strictObject({ day: z.iso.date(), ...Count.shape })),
  }),
});
