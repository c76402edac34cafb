import { z } from 'zod';
import { Id, Instant, Locale, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** How a customer wants to be reached: as they said, and as their answers show. */

const byId = z.strictObject({ id: Id });

/** Hours of a day in the organisation's zone, `to` not included; a stretch may run over midnight. */
const Hour = z.number().int().min(0).max(24);
export const PreferredHours = z.strictObject({
  /** 0 = Sunday. Empty: every day. */
  days: z.array(z.number().int().min(0).max(6)).max(7).default([]),
  from: Hour,
  to: Hour,
});
export type PreferredHours = z.infer<typeof PreferredHours>;

export const StatedPreference = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('channel'), channel: z.string().max(64) }),
  z.strictObject({ kind: z.literal('hours'), hours: PreferredHours }),
  z.strictObject({ kind: z.literal('language'), locale: Locale }),
]);
export type StatedPreference = z.infer<typeof StatedPreference>;

/** Why a learned preference is believed: numbers for the desk to put into words. */
export const LearnedReason = z.strictObject({
  /** Answers that count for it, and all that were looked at. */
  answers: z.number().int(),
  of: z.number().int(),
  /** How much of the weight (newer answers weigh more) is on it, 0 to 1. */
  share: z.number(),
  lastAt: Instant,
});
export const Preferences = z.strictObject({
  stated: z.array(
    z.strictObject({
      value: StatedPreference,
      /** Who said it: the customer, or a person of ours for them. */
      source: z.enum(['customer', 'person']),
      by: z.string().nullable(),
      note: z.string(),
      at: Instant,
    }),
  ),
  learned: z.array(z.strictObject({ value: StatedPreference, reason: LearnedReason })),
});
export type Preferences = z.infer<typeof Preferences>;

export const readPreferences = defineRoute({
  id: 'customers.preferences',
  method: 'GET',
  path: '/api/customers/:id/preferences',
  access: 'customers.read',
  summary: 'Stated and learned preferences of channel, hours and language',
  params: byId,
  response: Preferences,
});
export const statePreference = defineRoute({
  id: 'customers.preferences.state',
  method: 'PUT',
  path: '/api/customers/:id/preferences',
  access: 'customers.write',
  summary: 'Writes down what a customer said of how they want to be reached',
  params: byId,
  body: z.strictObject({
    value: StatedPreference,
    source: z.enum(['customer', 'person']).default('person'),
    note: textOf(300).default(''),
  }),
  response: Preferences,
});
export const dropPreference = defineRoute({
  id: 'customers.preferences.drop',
  method: 'DELETE',
  path: '/api/customers/:id/preferences/:kind',
  access: 'customers.write',
  summary: 'Forgets a stated preference',
  params: z.strictObject({ id: Id, kind: z.enum(['channel', 'hours', 'language']) }),
  response: Preferences,
});
