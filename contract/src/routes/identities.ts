import { z } from 'zod';
import { Id, Instant, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { Customer } from './customers.ts';

/** Proving addresses of a customer, and saying that one is theirs no longer. */

const byIdentity = z.strictObject({ id: Id, identityId: Id });

export const CheckWay = z.enum(['code', 'link']);
export type CheckWay = z.infer<typeof CheckWay>;

export const sendCheck = defineRoute({
  id: 'identities.checks.send',
  method: 'POST',
  path: '/api/customers/:id/identities/:identityId/checks',
  access: 'conversations.reply',
  summary: 'Sends a code or link to an address of a customer, to prove that it is theirs',
  params: byIdentity,
  body: z.strictObject({ way: CheckWay, inboxId: Id.optional() }),
  response: z.strictObject({ inboxId: Id, conversationId: Id, expiresAt: Instant, customer: Customer }),
});

export const answerCheck = defineRoute({
  id: 'identities.checks.answer',
  method: 'PUT',
  path: '/api/customers/:id/identities/:identityId/checks',
  access: 'customers.write',
  summary: 'Proves an address by the six digits that were sent to it',
  params: byIdentity,
  body: z.strictObject({ code: z.string().regex(/^\s*\d{3}[\s.-]?\d{3}\s*$/) }),
  response: z.strictObject({
    outcome: z.enum(['proven', 'merged', 'suggested', 'shared']),
    customer: Customer,
  }),
});

export const endIdentity = defineRoute({
  id: 'identities.end',
  method: 'PUT',
  path: '/api/customers/:id/identities/:identityId/ended',
  access: 'customers.write',
  summary: 'Says that an address is theirs no longer (a new number), or that it is after all',
  params: byIdentity,
  body: z.strictObject({ ended: z.boolean(), reason: textOf(500, 3) }),
  response: Customer,
});

export const clearUndeliverable = defineRoute({
  id: 'identities.receives',
  method: 'DELETE',
  path: '/api/customers/:id/identities/:identityId/undeliverable',
  access: 'customers.write',
  summary: 'Says that an address mail came back from receives after all: it is proposed again',
  params: byIdentity,
  response: Customer,
});

export const markShared = defineRoute({
  id: 'identities.shared',
  method: 'PUT',
  path: '/api/customers/:id/identities/:identityId/shared',
  access: 'customers.write',
  summary: 'Says that several humans use an address (it then makes nobody one), or that it is one human’s',
  params: byIdentity,
  body: z.strictObject({ shared: z.boolean() }),
  response: Customer,
});
