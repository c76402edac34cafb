import { z } from 'zod';
import { Id, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { Inbox } from './inboxes.ts';

/** Signing in at the provider of an inbox's account instead of giving a password (OAuth 2). */

const byId = z.strictObject({ id: Id });

export const beginConsent = defineRoute({
  id: 'inboxes.consent.begin',
  method: 'POST',
  path: '/api/inboxes/:id/consent',
  access: 'inboxes.manage',
  summary:
    "Begins the sign-in at a provider of the inbox's account; answers the address to send the person to",
  params: byId,
  perMinute: 20,
  body: z.strictObject({ provider: lineOf(40, 1) }),
  response: z.strictObject({ url: z.string() }),
});
export const finishConsent = defineRoute({
  id: 'inboxes.consent.finish',
  method: 'POST',
  path: '/api/inboxes/consent',
  access: 'inboxes.manage',
  summary:
    'Ends the sign-in with what the provider sent back; only the person who began it, once, within ten minutes',
  perMinute: 20,
  body: z.strictObject({
    state: lineOf(200, 20),
    code: lineOf(4096).optional(),
    error: lineOf(200).optional(),
  }),
  response: Inbox,
});
export const dropConsent = defineRoute({
  id: 'inboxes.consent.drop',
  method: 'DELETE',
  path: '/api/inboxes/:id/consent',
  access: 'inboxes.manage',
  summary: 'Forgets the consent: the inbox signs in by password again, or not at all',
  params: byId,
  response: Inbox,
});
