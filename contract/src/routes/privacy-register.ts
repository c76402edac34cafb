import { z } from 'zod';
import { Id, Instant, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Retention, the record of processing, and the register of incidents. */

const byId = z.strictObject({ id: Id });
const Day = z.iso.date();

export const RetentionCategory = z.enum([
  ...(['messages', 'attachments', 'receipts', 'events', 'conversations', 'visitors', 'requests'] as const),
  'surveys',
]);
export type RetentionCategory = z.infer<typeof RetentionCategory>;

export const RetentionRun = z.strictObject({
  id: Id,
  trial: z.boolean(),
  state: z.enum(['running', 'done', 'failed']),
  /** By category: what went (or would go), what a hold kept, what is left for the next night. */
  report: z.array(
    z.strictObject({
      category: z.string(),
      purged: z.number().int(),
      held: z.number().int(),
      left: z.boolean(),
    }),
  ),
  error: z.string().nullable(),
  startedBy: Id.nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
});
export type RetentionRun = z.infer<typeof RetentionRun>;
export const Retention = z.strictObject({
  rules: z.array(
    z.strictObject({
      category: RetentionCategory,
      days: z.number().int().nullable(),
      /** The shortest and longest that may be chosen. */
      least: z.number().int(),
      most: z.number().int(),
      /** A law has it kept that long at least: the SAC decree, while a brand answers by it. */
      byLaw: z.boolean(),
    }),
  ),
  runs: z.array(RetentionRun),
});
export type Retention = z.infer<typeof Retention>;

export const readRetention = defineRoute({
  id: 'privacy.retention',
  method: 'GET',
  path: '/api/privacy/retention',
  access: 'privacy.manage',
  summary: 'How long each kind of data is kept, and what the last nights purged',
  response: Retention,
});
export const changeRetention = defineRoute({
  id: 'privacy.retention.change',
  method: 'PUT',
  path: '/api/privacy/retention',
  access: 'privacy.manage',
  summary: 'Sets for how many days a kind of data is kept; null keeps it',
  body: z.strictObject({ category: RetentionCategory, days: z.number().int().min(1).max(36500).nullable() }),
  response: Retention,
});
export const runRetention = defineRoute({
  id: 'privacy.retention.run',
  method: 'POST',
  path: '/api/privacy/retention/runs',
  access: 'privacy.manage',
  summary: 'Counts what would be purged (trial), or purges now',
  perMinute: 6,
  body: z.strictObject({ trial: z.boolean() }),
  response: Retention,
});

/** One kind of processing, made of what the columns say of themselves. */
export const ProcessingActivity = z.strictObject({
  key: z.string(),
  /** Whose data: customers, people of the firm, nobody's alone. */
  subjects: z.enum(['customer', 'member', 'organisation']),
  purposes: z.array(z.string()),
  bases: z.array(z.string()),
  tables: z.array(z.strictObject({ table: z.string(), columns: z.array(z.string()) })),
  retention: z.strictObject({ category: z.string().nullable(), days: z.number().int().nullable() }),
  records: z.number().int(),
});
export type ProcessingActivity = z.infer<typeof ProcessingActivity>;
export const ProcessingRecord = z.strictObject({
  madeAt: Instant,
  firm: z.string(),
  controller: z.strictObject({ name: z.string(), document: z.string(), contact: z.string() }),
  officer: z.strictObject({ name: z.string(), contact: z.string() }),
  activities: z.array(ProcessingActivity),
  /** Channels whose providers receive data, with the inboxes of each. */
  recipients: z.array(z.strictObject({ channel: z.string(), inboxes: z.array(z.string()) })),
});
export type ProcessingRecord = z.infer<typeof ProcessingRecord>;
export const readProcessing = defineRoute({
  id: 'privacy.processing',
  method: 'GET',
  path: '/api/privacy/processing',
  access: 'privacy.manage',
  summary: 'The record of processing (LGPD art. 37, GDPR art. 30), made of the columns of the database',
  response: ProcessingRecord,
});

export const IncidentRisk = z.enum(['unknown', 'low', 'relevant']);
export type IncidentRisk = z.infer<typeof IncidentRisk>;
export const DataKind = z.enum([
  ...(['contact', 'identification', 'messages', 'files', 'financial', 'authentication'] as const),
  ...(['sensitive', 'children', 'elderly', 'secrecy', 'large_scale', 'other'] as const),
]);
export type DataKind = z.infer<typeof DataKind>;

const told = {
  title: lineOf(200, 3),
  happened: textOf(8000),
  happenedAt: Instant.nullable(),
  dataKinds: z.array(DataKind).max(12),
  affected: z.number().int().min(0).max(1_000_000_000).nullable(),
  risk: IncidentRisk,
  riskReason: textOf(4000),
  measures: textOf(8000),
  notToldReason: textOf(4000),
  peopleToldHow: textOf(2000),
  /** Number of the authority's proceeding. */
  authorityProtocol: lineOf(80),
};
export const Incident = z.strictObject({
  id: Id,
  title: z.string(),
  happened: z.string(),
  happenedAt: Instant.nullable(),
  noticedAt: Instant,
  dataKinds: z.array(z.string()),
  affected: z.number().int().nullable(),
  risk: IncidentRisk,
  riskReason: z.string(),
  measures: z.string(),
  notToldReason: z.string(),
  peopleToldHow: z.string(),
  authorityProtocol: z.string(),
  /** Last day to complete what the authority was told: twenty business days, forty for a small agent. */
  completeOn: Day.nullable(),
  /** Last day to tell the authority and those affected: three business days, six for a small agent. */
  dueOn: Day,
  /** Business days left until then, negative when late. */
  daysLeft: z.number().int(),
  late: z.boolean(),
  authorityToldAt: Instant.nullable(),
  peopleToldAt: Instant.nullable(),
  createdBy: Id.nullable(),
  createdAt: Instant,
  closedAt: Instant.nullable(),
  /** Until when it must be kept. */
  keptUntil: Day,
  entries: z.array(
    z.strictObject({ id: Id, kind: z.string(), text: z.string(), authorId: Id.nullable(), at: Instant }),
  ),
});
export type Incident = z.infer<typeof Incident>;
const Incidents = z.strictObject({ items: z.array(Incident) });

export const listIncidents = defineRoute({
  id: 'privacy.incidents',
  method: 'GET',
  path: '/api/privacy/incidents',
  access: 'privacy.manage',
  summary: 'The register of incidents, newest first',
  response: Incidents,
});
export const openIncident = defineRoute({
  id: 'privacy.incidents.open',
  method: 'POST',
  path: '/api/privacy/incidents',
  access: 'privacy.manage',
  summary: 'Registers an incident; the clock of three business days starts when it was noticed',
  body: z.strictObject({
    title: told.title,
    happened: told.happened.default(''),
    happenedAt: told.happenedAt.default(null),
    noticedAt: Instant,
    dataKinds: told.dataKinds.default([]),
    affected: told.affected.default(null),
    risk: IncidentRisk.default('unknown'),
  }),
  response: Incident,
});
export const changeIncident = defineRoute({
  id: 'privacy.incidents.change',
  method: 'PATCH',
  path: '/api/privacy/incidents/:id',
  access: 'privacy.manage',
  summary: 'Changes what is known of an incident; every change stands in its history',
  params: byId,
  body: z.strictObject({
    ...(z.strictObject(told).partial().shape as {
      [K in keyof typeof told]: z.ZodOptional<(typeof told)[K]>;
    }),
    authorityToldAt: Instant.nullable().optional(),
    peopleToldAt: Instant.nullable().optional(),
    note: textOf(4000, 1).optional(),
    closed: z.boolean().optional(),
  }),
  response: Incident,
});
