import { z } from 'zod';
import { Id, Instant, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { CustomerRef } from './customers.ts';

/** Companies: customers that are no human, with their people. */

const byId = z.strictObject({ id: Id });
const done = z.strictObject({ ok: z.literal(true) });
const Day = z.iso.date();

/** That somebody is of a company, seen from either side: `other` is whom it leads to. */
export const CompanyTie = z.strictObject({
  id: Id,
  other: CustomerRef,
  role: z.string(),
  joinedOn: Day.nullable(),
  leftOn: Day.nullable(),
  source: z.string(),
  createdAt: Instant,
});
export type CompanyTie = z.infer<typeof CompanyTie>;

const tie = { role: lineOf(120).default(''), joinedOn: Day.nullable().default(null) };

export const addMember = defineRoute({
  id: 'companies.members.add',
  method: 'POST',
  path: '/api/customers/:id/members',
  access: 'customers.write',
  summary: 'Says that a customer is of this company',
  params: byId,
  body: z.strictObject({ customerId: Id, ...tie, source: z.enum(['person', 'domain']).default('person') }),
  response: CompanyTie,
});
export const changeMember = defineRoute({
  id: 'companies.members.change',
  method: 'PATCH',
  path: '/api/customers/:id/members/:tieId',
  access: 'customers.write',
  summary: 'Changes role and time of somebody of a company; a last day says that they left',
  params: z.strictObject({ id: Id, tieId: Id }),
  body: z.strictObject({
    role: lineOf(120).optional(),
    joinedOn: Day.nullable().optional(),
    leftOn: Day.nullable().optional(),
  }),
  response: CompanyTie,
});
export const dropMember = defineRoute({
  id: 'companies.members.drop',
  method: 'DELETE',
  path: '/api/customers/:id/members/:tieId',
  access: 'customers.write',
  summary: 'Takes somebody off a company who was never of it',
  params: z.strictObject({ id: Id, tieId: Id }),
  response: done,
});

/** A mail domain as people type it: no at, no protocol. */
export const MailDomain = z
  .string()
  .max(253)
  .transform((text) => text.trim().toLowerCase().replace(/^.*@/, ''))
  .refine((text) => /^(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(text), {
    error: 'not_a_domain',
  });
export const setDomains = defineRoute({
  id: 'companies.domains.set',
  method: 'PUT',
  path: '/api/customers/:id/domains',
  access: 'customers.write',
  summary: 'Says which mail domains a company has; public providers are refused',
  params: byId,
  body: z.strictObject({ domains: z.array(MailDomain).max(20) }),
  response: z.strictObject({ domains: z.array(z.string()) }),
});
export const proposeMembers = defineRoute({
  id: 'companies.proposals',
  method: 'GET',
  path: '/api/customers/:id/proposals',
  access: 'customers.read',
  summary:
    'Customers whose mail ends in a domain of the company and who are not of it yet; nobody joins by themself',
  params: byId,
  response: z.strictObject({
    items: z.array(z.strictObject({ customer: CustomerRef, address: z.string() })),
  }),
});
export const refuseProposal = defineRoute({
  id: 'companies.proposals.refuse',
  method: 'PUT',
  path: '/api/customers/:id/proposals/:customerId',
  access: 'customers.write',
  summary: 'Says no to a proposal; it does not come back',
  params: z.strictObject({ id: Id, customerId: Id }),
  response: done,
});
