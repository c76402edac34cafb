import { z } from 'zod';
import { Id, Instant, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Rights of those the data is about: settings, packages, erasure, holds. */

const byId = z.strictObject({ id: Id });
const Day = z.iso.date();

export const PrivacySettings = z.strictObject({
  /** Days to answer a request (LGPD art. 19: 15 for the whole declaration). */
  requestDays: z.number().int().min(1).max(90),
  officerName: lineOf(120),
  officerContact: lineOf(200),
  policyUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]),
  smallAgent: z.boolean(),
  pageOpen: z.boolean(),
  /** Who answers for the data (LGPD art. 9): name, CNPJ or CPF, contact; the firm's name where it is empty. */
  controllerName: lineOf(160),
  controllerDocument: lineOf(40),
  controllerContact: lineOf(300),
  /** A proven request for the data orders the package itself; else a person does. */
  autoPackage: z.boolean(),
});
export type PrivacySettings = z.infer<typeof PrivacySettings>;
const SettingsAnswer = z.strictObject({ ...PrivacySettings.shape, pageUrl: z.string() });
export type PrivacyPage = z.infer<typeof SettingsAnswer>;

export const readPrivacySettings = defineRoute({
  id: 'privacy.settings',
  method: 'GET',
  path: '/api/privacy/settings',
  access: 'privacy.manage',
  summary: 'Settings of privacy: deadline of requests, officer, public page',
  response: SettingsAnswer,
});
export const changePrivacySettings = defineRoute({
  id: 'privacy.settings.change',
  method: 'PUT',
  path: '/api/privacy/settings',
  access: 'privacy.manage',
  summary: 'Changes the settings of privacy',
  body: PrivacySettings,
  response: SettingsAnswer,
});
export const DataPackage = z.strictObject({
  id: Id,
  state: z.enum(['queued', 'working', 'ready', 'failed', 'expired']),
  size: z.number().int().nullable(),
  /** Signed, ends at `expiresAt`. */
  url: z.string().nullable(),
  createdAt: Instant,
  readyAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
  downloads: z.number().int(),
});
export type DataPackage = z.infer<typeof DataPackage>;
const Packages = z.strictObject({ items: z.array(DataPackage) });

export const listPackages = defineRoute({
  id: 'privacy.packages',
  method: 'GET',
  path: '/api/customers/:id/packages',
  access: 'privacy.manage',
  summary: 'Packages with everything held of a customer, newest first',
  params: byId,
  response: Packages,
});
export const makePackage = defineRoute({
  id: 'privacy.packages.make',
  method: 'POST',
  path: '/api/customers/:id/packages',
  access: 'privacy.manage',
  summary: 'Makes a package of everything held of a customer: readable, as JSON, with the files',
  params: byId,
  perMinute: 10,
  body: z.strictObject({ requestId: Id.nullable().default(null) }),
  response: Packages,
});

export const LegalHold = z.strictObject({
  id: Id,
  customerId: Id,
  /** The record it is now merged into, or itself. */
  rootId: Id,
  customerName: z.string().nullable(),
  reason: z.string(),
  until: Day.nullable(),
  stands: z.boolean(),
  createdBy: Id.nullable(),
  createdAt: Instant,
  releasedAt: Instant.nullable(),
  releasedBy: Id.nullable(),
  releaseReason: z.string().nullable(),
});
export type LegalHold = z.infer<typeof LegalHold>;
const Holds = z.strictObject({ items: z.array(LegalHold) });

export const listHolds = defineRoute({
  id: 'privacy.holds',
  method: 'GET',
  path: '/api/privacy/holds',
  access: 'privacy.manage',
  summary: 'Legal holds, standing ones first',
  response: Holds,
});
export const setHold = defineRoute({
  id: 'privacy.holds.set',
  method: 'POST',
  path: '/api/customers/:id/holds',
  access: 'privacy.manage',
  summary: 'Holds what is kept of a customer: neither erasure nor retention touches it',
  params: byId,
  body: z.strictObject({ reason: textOf(2000, 3), until: Day.nullable().default(null) }),
  response: Holds,
});
export const releaseHold = defineRoute({
  id: 'privacy.holds.release',
  method: 'POST',
  path: '/api/privacy/holds/:id/release',
  access: 'privacy.manage',
  summary: 'Ends a legal hold, with a reason',
  params: byId,
  body: z.strictObject({ reason: textOf(2000, 3) }),
  response: Holds,
});

/** What goes and what stays, counted before anything happens. */
export const ErasurePreview = z.strictObject({
  customers: z.array(z.strictObject({ id: Id, name: z.string().nullable() })),
  identities: z.array(z.string()),
  /** By table: rows whose content goes. */
  goes: z.array(z.strictObject({ table: z.string(), rows: z.number().int() })),
  files: z.number().int(),
  conversations: z.number().int(),
  messages: z.number().int(),
  /** Messages of others in conversations they shared. */
  othersMessages: z.number().int(),
  /** Why something must stay, or why it cannot be done now. */
  stays: z.array(z.strictObject({ code: z.string(), count: z.number().int().nullable() })),
  holds: z.array(LegalHold),
  /** Demands the SAC decree has kept: until when; null while one is open. Nothing is erased before. */
  kept: z.strictObject({ until: z.iso.datetime({ offset: true }).nullable() }).nullable(),
  /** The same address stands with other customers, who are not merged with this one: they stay. */
  alsoWith: z.array(z.strictObject({ customerId: Id, name: z.string().nullable(), address: z.string() })),
  /** What must be typed to confirm. */
  confirmWord: z.string(),
  /** An erasure is under way or done. */
  state: z.enum(['none', 'queued', 'done', 'failed', 'blocked']),
});
export type ErasurePreview = z.infer<typeof ErasurePreview>;

export const previewErasure = defineRoute({
  id: 'privacy.erasure.preview',
  method: 'GET',
  path: '/api/customers/:id/erasure',
  access: 'privacy.manage',
  summary: 'What erasing a customer would take and what must stay, and why',
  params: byId,
  response: ErasurePreview,
});
export const confirmErasure = defineRoute({
  id: 'privacy.erasure.confirm',
  method: 'POST',
  path: '/api/customers/:id/erasure',
  access: 'privacy.manage',
  summary: 'Erases a customer for good, backups included; refused while a legal hold stands',
  params: byId,
  perMinute: 10,
  body: z.strictObject({
    confirm: lineOf(200, 1),
    reason: textOf(2000, 3),
    /** How the firm knows that who asks is the person; a proven request says it itself. */
    proof: textOf(1000, 3),
    requestId: Id.nullable().default(null),
  }),
  response: ErasurePreview,
});
