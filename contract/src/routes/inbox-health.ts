import { z } from 'zod';
import { NoticeWords } from '../account-news.ts';
import { Id, Instant } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** How inboxes are: connection, silence, backlog, errors, what the platform says, fetching again. */

const byInbox = z.strictObject({ id: Id });

/**
 * What may be wrong with an inbox. `silent`: nothing came for so long that by its own past it should have; `backlog`: what
 * came waits to be read, or what was written waits to leave; `errors`: much of what left in the last hours failed.
 */
export const InboxTrouble = z.enum(['disconnected', 'silent', 'backlog', 'errors', 'poison', 'notice']);
export type InboxTrouble = z.infer<typeof InboxTrouble>;

/** What a platform says of the account itself. */
export const StandingNotice = z.strictObject({
  id: Id,
  code: z.string(),
  level: z.enum(['info', 'warning', 'grave']),
  /** The platform's own words. */
  text: z.string(),
  /** The same as people say it; null where only the platform's words are known. */
  words: NoticeWords.nullable(),
  at: Instant,
});
export type StandingNotice = z.infer<typeof StandingNotice>;

export const Resync = z.strictObject({
  id: Id,
  since: Instant,
  state: z.enum(['queued', 'running', 'done', 'failed']),
  /** What the platform still had of that time, and what of it was not here before. */
  found: z.number().int(),
  fresh: z.number().int(),
  error: z.string().nullable(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
});
export type Resync = z.infer<typeof Resync>;

/** The health of one inbox, as far as the database knows it now. */
export const HealthReport = z.strictObject({
  inboxId: Id,
  name: z.string(),
  channel: z.string(),
  address: z.string(),
  active: z.boolean(),
  ownerId: Id.nullable(),
  state: z.enum(['connected', 'connecting', 'failing', 'idle']),
  text: z.string().nullable(),
  stateAt: Instant.nullable(),
  /** As the worker last found; a minute old at most. */
  troubles: z.array(InboxTrouble),
  troubledAt: Instant.nullable(),
  lastInAt: Instant.nullable(),
  lastOutAt: Instant.nullable(),
  /** What came in each of the last 48 full hours, oldest first. */
  hours: z.array(z.number().int()),
  /** How much should have come since the last, by the same hours of the weeks before; null while too little is known. */
  expected: z.number().nullable(),
  receipts: z.strictObject({
    waiting: z.number().int(),
    oldestAt: Instant.nullable(),
    poison: z.number().int(),
  }),
  dispatches: z.strictObject({
    queued: z.number().int(),
    oldestAt: Instant.nullable(),
    /** Of the last 24 hours, the most frequent first. */
    errors: z.array(
      z.strictObject({
        code: z.string(),
        state: z.enum(['failed', 'unknown']),
        count: z.number().int(),
        text: z.string().nullable(),
        lastAt: Instant,
      }),
    ),
  }),
  notices: z.array(StandingNotice),
  resync: z.strictObject({ can: z.boolean(), last: Resync.nullable() }),
});
export type HealthReport = z.infer<typeof HealthReport>;

export const readHealth = defineRoute({
  id: 'inboxes.health',
  method: 'GET',
  path: '/api/inboxes/health',
  access: 'health.read',
  summary: 'The health of every inbox in use: connection, silence, backlog, errors, notices',
  response: z.strictObject({ items: z.array(HealthReport) }),
});
export const countTroubles = defineRoute({
  id: 'inboxes.troubles',
  method: 'GET',
  path: '/api/inboxes/troubles',
  access: 'health.read',
  summary: 'Inboxes with which something is wrong, for the mark in the navigation',
  response: z.strictObject({
    items: z.array(z.strictObject({ inboxId: Id, name: z.string(), troubles: z.array(InboxTrouble) })),
  }),
});
export const replayAll = defineRoute({
  id: 'inboxes.replayAll',
  method: 'POST',
  path: '/api/inboxes/:id/receipts/replay',
  access: 'inboxes.manage',
  summary: 'Reads everything again that could not be read',
  params: byInbox,
  perMinute: 10,
  response: z.strictObject({ count: z.number().int() }),
});
export const startResync = defineRoute({
  id: 'inboxes.resync',
  method: 'POST',
  path: '/api/inboxes/:id/resync',
  access: 'inboxes.manage',
  summary: 'Fetches again what came since a date, where the channel can; what is here already is not doubled',
  params: byInbox,
  perMinute: 10,
  body: z.strictObject({ since: Instant }),
  response: Resync,
});
export const settleNotice = defineRoute({
  id: 'inboxes.notices.settle',
  method: 'POST',
  path: '/api/inboxes/:id/notices/:noticeId/settle',
  access: 'inboxes.manage',
  summary: 'Notes that a notice of the platform was seen',
  params: z.strictObject({ id: Id, noticeId: Id }),
  response: z.strictObject({ ok: z.literal(true) }),
});
export const readPlaybook = defineRoute({
  id: 'inboxes.playbook',
  method: 'GET',
  path: '/api/inboxes/:id/playbook',
  access: 'inboxes.read',
  summary: 'How an inbox is worked, for whoever answers there',
  params: byInbox,
  response: z.strictObject({ text: z.string() }),
});
