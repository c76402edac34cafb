import { z } from 'zod';
import { Promised } from '../agreements.ts';
import { Priority } from '../conversations.ts';
import { Id, Instant, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Agreements (SLA): what is promised to be done in time for which conversations, and how that is kept. */

const few = z.array(Id).max(200).default([]);
/** Which conversations: any of each list, and all the lists that are not empty. */
export const AgreementConditions = z.strictObject({
  queueIds: few,
  inboxIds: few,
  priorities: z.array(Priority).max(4).default([]),
  segmentIds: few,
  labelIds: few,
});
export type AgreementConditions = z.infer<typeof AgreementConditions>;

/** Minutes of business time; null: nothing is promised. */
const Target = z.number().int().min(1).max(600_000).nullable();
export const AgreementInput = z.strictObject({
  name: lineOf(80, 1),
  active: z.boolean().default(true),
  conditions: AgreementConditions.prefault({}),
  /** Hours to count by; null: those of the inbox. */
  hoursId: Id.nullable().default(null),
  targets: z.strictObject({ first_answer: Target, next_answer: Target, resolution: Target }),
  /** How long before a deadline it is said to be near, in minutes of business time. */
  warnBefore: z.number().int().min(0).max(100_000).default(15),
});
export type AgreementInput = z.infer<typeof AgreementInput>;

export const Agreement = AgreementInput.extend({
  id: Id,
  /** Conversations with a deadline of it that runs now. */
  running: z.number().int(),
});
export type Agreement = z.infer<typeof Agreement>;

const agreements = z.strictObject({ items: z.array(Agreement) });
const byId = z.strictObject({ id: Id });

export const listAgreements = defineRoute({
  id: 'agreements.list',
  method: 'GET',
  path: '/api/agreements',
  access: 'reports.read',
  summary: 'Agreements in order: the first that fits a conversation counts',
  response: agreements,
});
export const createAgreement = defineRoute({
  id: 'agreements.create',
  method: 'POST',
  path: '/api/agreements',
  access: 'agreements.manage',
  summary: 'Makes an agreement, the last in order; open conversations are counted by it',
  body: AgreementInput,
  response: Agreement,
});
export const changeAgreement = defineRoute({
  id: 'agreements.change',
  method: 'PUT',
  path: '/api/agreements/:id',
  access: 'agreements.manage',
  summary: 'Changes an agreement; open conversations are counted again, what is over stays as it was',
  params: byId,
  body: AgreementInput,
  response: Agreement,
});
export const deleteAgreement = defineRoute({
  id: 'agreements.delete',
  method: 'DELETE',
  path: '/api/agreements/:id',
  access: 'agreements.manage',
  summary: 'Takes an agreement out of use; what was promised by it stays in the report',
  params: byId,
  response: z.strictObject({ ok: z.literal(true) }),
});
export const orderAgreements = defineRoute({
  id: 'agreements.order',
  method: 'PUT',
  path: '/api/agreements/order',
  access: 'agreements.manage',
  summary: 'Puts the agreements in order; all of them are named',
  body: z.strictObject({ agreementIds: z.array(Id).max(200) }),
  response: agreements,
});

/** How deadlines were kept. Medians in minutes of business time; null: none was over. */
const Kept = z.strictObject({
  kept: z.number().int(),
  missed: z.number().int(),
  /** Still open. */
  open: z.number().int(),
  median: z.number().nullable(),
});
export type Kept = z.infer<typeof Kept>;
const ByPromise = z.strictObject({ first_answer: Kept, next_answer: Kept, resolution: Kept });
const Line = z.strictObject({ key: z.string().nullable(), name: z.string().nullable(), ...ByPromise.shape });
export type ReportLine = z.infer<typeof Line>;
export const AgreementReport = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  total: ByPromise,
  agreements: z.array(Line),
  /** As the conversation stood when the promise was over; without a queue: in none. */
  queues: z.array(Line),
  /** By id. */
  channels: z.array(Line),
  priorities: z.array(Line),
  people: z.array(Line),
  teams: z.array(Line),
  inboxes: z.array(Line),
  /** By day of the firm's calendar. */
  days: z.array(Line),
  /** Missed in the stretch, the latest first. */
  missed: z.array(
    z.strictObject({
      conversationId: Id,
      protocol: z.string(),
      what: Promised,
      agreement: z.string(),
      dueAt: Instant.nullable(),
      missedAt: Instant,
      endedAt: Instant.nullable(),
      person: z.string().nullable(),
    }),
  ),
});
export type AgreementReport = z.infer<typeof AgreementReport>;
export const readAgreementReport = defineRoute({
  id: 'agreements.report',
  method: 'GET',
  path: '/api/agreements/report',
  access: 'reports.read',
  summary:
    'How deadlines were kept in a stretch of days: in all, by agreement, queue, channel, priority, person, team, inbox and day',
  query: z.strictObject({
    from: z.iso.date().default(''),
    to: z.iso.date().default(''),
    agreementId: Id.optional(),
    queueId: Id.optional(),
    channel: lineOf(40, 1).optional(),
    priority: Priority.optional(),
    inboxId: Id.optional(),
    teamId: Id.optional(),
    personId: Id.optional(),
  }),
  response: AgreementReport,
});
