import { Id, Instant, Locale, lineOf, textOf } from '@meada/contract/primitives';
import { z } from 'zod';
import type { Arrival } from '../../../modules/inboxes/port.ts';

/** What the route puts in the ledger, everything checked. Versioned: receipts are replayed up to 30 days later. */
export const CallRecord = z.strictObject({
  v: z.literal(1),
  clientId: Id,
  at: Instant,
  name: lineOf(120, 1),
  /** E.164. */
  phone: z.string().regex(/^\+[1-9]\d{7,14}$/),
  text: textOf(1000),
  from: Instant.optional(),
  promisedAt: Instant,
  consent: textOf(2000),
  locale: Locale.optional(),
  page: z.string().max(2000).optional(),
});
export type CallRecord = z.input<typeof CallRecord>;

export const arrivalOf = (record: CallRecord): Arrival => ({
  externalId: record.clientId,
  body: new TextEncoder().encode(JSON.stringify(record)),
  headers: { 'content-type': 'application/json' },
  facts: {},
});
