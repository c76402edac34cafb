import { z } from 'zod';
import { Id, Instant } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { CustomerRef } from './customers.ts';

/** Customers who left without what they came for, and how they are won back. */

/**
 * Left the chat unanswered; closed without ever having been answered; asked for a call that was given up; did not send a form;
 * went because their place was kept, and could not be written to when it was their turn.
 */
export const AbandonmentKind = z.enum([
  ...(['chat_left', 'unanswered', 'callback_failed', 'form_left', 'place_failed'] as const),
]);
export type AbandonmentKind = z.infer<typeof AbandonmentKind>;

/**
 * `tried`: somebody of ours wrote or called since. `recovered`: the customer came back after that, `returned`: by themselves.
 * `lost`: nobody came back in time. `dismissed`: a person says that there is nothing to win back.
 */
export const AbandonmentState = z.enum(['open', 'tried', 'recovered', 'returned', 'lost', 'dismissed']);
export type AbandonmentState = z.infer<typeof AbandonmentState>;

export const DismissReason = z.enum(['solved', 'spam', 'no_way', 'asked_not', 'other']);
export type DismissReason = z.infer<typeof DismissReason>;

/** The way and the moment to write that promise most. */
export const RecoveryWay = z.strictObject({
  inboxId: Id,
  channel: z.string(),
  identityId: Id,
  /** As it is shown. */
  address: z.string(),
  /** Not before; in the past or now: at once. */
  at: Instant,
  /**
   * Why this way: free text still goes out there, the customer prefers it, they have written there before, the address is
   * proven, it is an address we were given.
   */
  why: z.enum(['window', 'preferred', 'used', 'proven', 'known']),
  /** Why not at once: we are closed, they like other hours, it is late in the evening; `window`: but before it closes. */
  waits: z.enum(['closed', 'their_hours', 'quiet', 'window']).nullable(),
});
export type RecoveryWay = z.infer<typeof RecoveryWay>;

export const Abandonment = z.strictObject({
  id: Id,
  kind: AbandonmentKind,
  state: AbandonmentState,
  customer: CustomerRef,
  /** null: a form that was never sent. */
  conversation: z.strictObject({ id: Id, protocol: z.string() }).nullable(),
  /** What they had said last when they left, or written into the form. */
  said: z.string().nullable(),
  inboxId: Id,
  channel: z.string(),
  at: Instant,
  waitedSeconds: z.number().int().nullable(),
  assigneeId: Id.nullable(),
  laterAt: Instant.nullable(),
  tries: z.number().int(),
  triedAt: Instant.nullable(),
  settledAt: Instant.nullable(),
  reason: DismissReason.nullable(),
  /** null: no address is known by which they could be reached. */
  way: RecoveryWay.nullable(),
});
export type Abandonment = z.infer<typeof Abandonment>;

const Counts = z.strictObject({ open: z.number().int(), tried: z.number().int() });

export const countAbandonments = defineRoute({
  id: 'abandonments.count',
  method: 'GET',
  path: '/api/abandonments/count',
  access: 'conversations.read',
  summary: 'How many stand, of those the caller sees; those put off are not counted as open',
  response: Counts,
});

export const listAbandonments = defineRoute({
  id: 'abandonments.list',
  method: 'GET',
  path: '/api/abandonments',
  access: 'conversations.read',
  summary: 'Who left without what they came for, the latest first; those put off come last',
  query: z.strictObject({
    state: z.enum(['open', 'tried', 'settled']).default('open'),
    mine: z.enum(['true', 'false']).default('false'),
    /** Only those that were left (or, settled ones, ended) before. */
    before: Instant.optional(),
  }),
  response: z.strictObject({
    items: z.array(Abandonment),
    more: z.boolean(),
    counts: Counts,
  }),
});

export const changeAbandonment = defineRoute({
  id: 'abandonments.change',
  method: 'PATCH',
  path: '/api/abandonments/:id',
  access: 'conversations.reply',
  summary: 'Gives it to somebody, puts it off, dismisses it with a reason, or opens a dismissed one again',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({
    assigneeId: Id.nullable().optional(),
    laterAt: Instant.nullable().optional(),
    dismissed: DismissReason.nullable().optional(),
  }),
  response: Abandonment,
});

export const changeAbandonments = defineRoute({
  id: 'abandonments.changeMany',
  method: 'PATCH',
  path: '/api/abandonments',
  access: 'conversations.reply',
  summary: 'The same for several at once; those that have ended meanwhile are left as they are and counted',
  perMinute: 60,
  body: z.strictObject({
    ids: z.array(Id).min(1).max(100),
    assigneeId: Id.nullable().optional(),
    laterAt: Instant.nullable().optional(),
    dismissed: DismissReason.nullable().optional(),
  }),
  response: z.strictObject({ changed: z.array(Id), left: z.number().int() }),
});

/** Those whose fate is known, and how many of them are back. */
const Back = z.strictObject({ of: z.number().int(), back: z.number().int() });

const RecoveryCounts = z.strictObject({
  left: z.number().int(),
  tried: z.number().int(),
  recovered: z.number().int(),
  returned: z.number().int(),
  lost: z.number().int(),
  dismissed: z.number().int(),
  open: z.number().int(),
  /** Half of the first tries came sooner after the leaving; null without tries. */
  medianTryMinutes: z.number().nullable(),
  /** Of those we wrote to or called. */
  after: Back,
  /**
   * The control: nobody wrote to them, and they were still gone when half of the others had been written to. Who comes
   * back within minutes would have made any later word of ours look needless or any silence look good.
   */
  alone: Back,
});
export type RecoveryCounts = z.infer<typeof RecoveryCounts>;

export const readRecoveries = defineRoute({
  id: 'abandonments.report',
  method: 'GET',
  path: '/api/abandonments/report',
  access: 'reports.read',
  summary:
    'How many left within a stretch of at most 400 days (else the last 30), and what became of them, whole and by kind',
  query: z.strictObject({ from: Instant.optional(), to: Instant.optional() }),
  response: z.strictObject({
    all: RecoveryCounts,
    kinds: z.array(z.strictObject({ kind: AbandonmentKind, counts: RecoveryCounts })),
  }),
});
