import { z } from 'zod';
import { Id, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** What stands below a person's mails: their own, else the inbox's. `{{agent.name}}` and `{{brand}}` may stand in it. */

export const Signature = z.strictObject({ html: z.string() });
export type Signature = z.infer<typeof Signature>;

export const readSignature = defineRoute({
  id: 'signature.read',
  method: 'GET',
  path: '/api/signature',
  access: 'person',
  summary: "The person's own signature as it was written; empty when there is none",
  response: Signature,
});
export const changeSignature = defineRoute({
  id: 'signature.change',
  method: 'PUT',
  path: '/api/signature',
  access: 'person',
  summary: "Changes the person's own signature; what is not safe in it goes, empty takes it away",
  maxBytes: 400_000,
  body: z.strictObject({ html: textOf(300_000) }),
  response: Signature,
});
export const inboxSignature = defineRoute({
  id: 'signature.of',
  method: 'GET',
  path: '/api/inboxes/:id/signature',
  access: 'person',
  summary: 'The signature for an answer from this inbox, with the names put in',
  params: z.strictObject({ id: Id }),
  response: Signature,
});
