import { z } from 'zod';
import { Id, Instant, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { FactKind } from './facts.ts';

/** Lists of customers from elsewhere: read, mapped, tried dry, brought in, and taken back as a whole. */

/**
 * `reading` the file; `mapping` its columns wait for a person; `checking` the dry run; `checked`; `running`; `stopped` by a
 * person, can go on; `done`; `failed`; `undoing`; `undone`.
 */
export const ImportState = z.enum([
  'reading',
  'mapping',
  'checking',
  'checked',
  'running',
  'stopped',
  'done',
  'failed',
  'undoing',
  'undone',
]);
export type ImportState = z.infer<typeof ImportState>;

/** What a column can be. */
export const importTargets = [
  'ignore',
  'name',
  'given',
  'surname',
  'kind',
  'email',
  'phone',
  'cpf',
  'cnpj',
  'document',
  'loyalty',
  'birth_date',
  'company',
  'company_role',
  'language',
  'labels',
  'note',
  'street',
  'number',
  'complement',
  'district',
  'city',
  'region',
  'postal_code',
  'country',
] as const;
export type ImportTarget = (typeof importTargets)[number];
/**
 * One of the above; `field:NAME` a custom field; `new` a custom field of text made for this column; `fact:KIND` something the
 * customer told once (`routes/facts.ts`), so that nobody asks again.
 */
export const ColumnTarget = z.union([
  z.enum(importTargets),
  z.literal('new'),
  z.templateLiteral(['fact:', FactKind]),
  z.string().regex(/^field:[a-z][a-z0-9_]{0,47}$/),
]);
export type ColumnTarget = z.infer<typeof ColumnTarget>;

export const ImportOptions = z.strictObject({
  /** Whom the list knows already: fill what is empty, overwrite, or leave as they are. */
  known: z.enum(['fill', 'overwrite', 'leave']).default('fill'),
  /** How days are written. */
  days: z.enum(['dmy', 'mdy', 'ymd']).default('dmy'),
  /** What a row is that does not say so itself. */
  kind: z.enum(['human', 'company']).default('human'),
  /** Given to everybody of the list. */
  labelIds: z.array(Id).max(20).default([]),
});
export type ImportOptions = z.infer<typeof ImportOptions>;

/** What became, or would become, of a row. */
export const RowOutcome = z.enum(['create', 'update', 'leave', 'refuse']);
export type RowOutcome = z.infer<typeof RowOutcome>;

/** Why a row is refused, or what of it was left out. */
export const RowProblem = z.enum([
  'empty',
  'no_name_no_address',
  'bad_email',
  'bad_phone',
  'bad_cpf',
  'bad_cnpj',
  'bad_document',
  'bad_loyalty',
  'bad_birth_date',
  'bad_postal',
  'bad_field',
  'bad_fact',
  'unknown_label',
  'formula',
  'too_long',
  'several',
  'erased',
  'shared_address',
  'repeated',
]);
export type RowProblem = z.infer<typeof RowProblem>;

export const Import = z.strictObject({
  id: Id,
  name: z.string(),
  format: z.enum(['csv', 'xlsx', 'vcard', 'json']),
  state: ImportState,
  columns: z.array(z.strictObject({ header: z.string(), samples: z.array(z.string()) })),
  mapping: z.array(ColumnTarget),
  options: ImportOptions,
  total: z.number().int(),
  /** Rows seen in the running step. */
  place: z.number().int(),
  counts: z.record(RowOutcome, z.number().int()),
  problems: z.array(
    z.strictObject({
      problem: RowProblem,
      column: z.string().nullable(),
      count: z.number().int(),
      refuses: z.boolean(),
    }),
  ),
  /** Rows of which something stayed when they were taken back: it was edited or used since. */
  kept: z.number().int(),
  error: z.string().nullable(),
  byName: z.string().nullable(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Until when it can be taken back. */
  undoUntil: Instant.nullable(),
});
export type Import = z.infer<typeof Import>;

const byId = z.strictObject({ id: Id });
const done = z.strictObject({ ok: z.literal(true) });

export const listImports = defineRoute({
  id: 'imports.list',
  method: 'GET',
  path: '/api/imports',
  access: 'customers.import',
  summary: 'Imports, newest first (at most 100)',
  response: z.strictObject({ items: z.array(Import) }),
});
export const readImport = defineRoute({
  id: 'imports.read',
  method: 'GET',
  path: '/api/imports/:id',
  access: 'customers.import',
  summary: 'One import with its progress and report',
  params: byId,
  response: Import,
});
export const createImport = defineRoute({
  id: 'imports.create',
  method: 'POST',
  path: '/api/imports',
  access: 'customers.import',
  summary: 'Reads a list (multipart field `file`: CSV, XLSX, vCard, JSON; exports of Chatwoot and Zammad)',
  maxBytes: 100 * 1024 * 1024,
  perMinute: 60,
  response: Import,
});
export const mapImport = defineRoute({
  id: 'imports.map',
  method: 'PUT',
  path: '/api/imports/:id/mapping',
  access: 'customers.import',
  summary: 'Says what each column is, and what becomes of whom the firm knows already',
  params: byId,
  body: z.strictObject({ mapping: z.array(ColumnTarget).max(200), options: ImportOptions }),
  response: Import,
});
export const checkImport = defineRoute({
  id: 'imports.check',
  method: 'POST',
  path: '/api/imports/:id/check',
  access: 'customers.import',
  summary: 'Tries it dry in the background: what would be created, matched, refused and why',
  params: byId,
  response: Import,
});
export const startImport = defineRoute({
  id: 'imports.start',
  method: 'POST',
  path: '/api/imports/:id/start',
  access: 'customers.import',
  summary: 'Brings it in, in the background; goes on where it was stopped',
  params: byId,
  response: Import,
});
export const stopImport = defineRoute({
  id: 'imports.stop',
  method: 'POST',
  path: '/api/imports/:id/stop',
  access: 'customers.import',
  summary: 'Stops after the rows in hand',
  params: byId,
  response: Import,
});
export const undoImport = defineRoute({
  id: 'imports.undo',
  method: 'POST',
  path: '/api/imports/:id/undo',
  access: 'customers.import',
  summary: 'Takes all of it back: what it made goes, what it changed is as before, what was used since stays',
  params: byId,
  response: Import,
});
export const dropImport = defineRoute({
  id: 'imports.drop',
  method: 'DELETE',
  path: '/api/imports/:id',
  access: 'customers.import',
  summary: 'Forgets an import and its rows; the customers stay',
  params: byId,
  response: done,
});

export const ImportRow = z.strictObject({
  n: z.number().int(),
  outcome: RowOutcome.nullable(),
  problems: z.array(z.strictObject({ problem: RowProblem, column: z.string().nullable() })),
  customerId: Id.nullable(),
  cells: z.array(z.string()),
});
export type ImportRow = z.infer<typeof ImportRow>;
export const listImportRows = defineRoute({
  id: 'imports.rows',
  method: 'GET',
  path: '/api/imports/:id/rows',
  access: 'customers.import',
  summary: 'Rows of an import in their order, of one outcome or all',
  params: byId,
  query: z.strictObject({
    outcome: RowOutcome.optional(),
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.strictObject({ items: z.array(ImportRow), hasMore: z.boolean() }),
});
export const refusedRows = defineRoute({
  id: 'imports.refused',
  method: 'GET',
  path: '/api/imports/:id/refused.csv',
  access: 'customers.import',
  summary: 'The refused rows as a table with the reason, to mend and bring again (CSV, streamed)',
  params: byId,
  response: z.unknown(),
});

export const SavedMapping = z.strictObject({
  id: Id,
  name: z.string(),
  columns: z.array(z.strictObject({ header: z.string(), target: ColumnTarget })),
  options: ImportOptions,
});
export type SavedMapping = z.infer<typeof SavedMapping>;
export const listMappings = defineRoute({
  id: 'importMappings.list',
  method: 'GET',
  path: '/api/import-mappings',
  access: 'customers.import',
  summary: 'Mappings that were saved',
  response: z.strictObject({ items: z.array(SavedMapping) }),
});
export const saveMapping = defineRoute({
  id: 'importMappings.save',
  method: 'POST',
  path: '/api/import-mappings',
  access: 'customers.import',
  summary: 'Saves the mapping of an import under a name; a name that is there is written anew',
  body: z.strictObject({ importId: Id, name: lineOf(80, 1) }),
  response: SavedMapping,
});
export const dropMapping = defineRoute({
  id: 'importMappings.drop',
  method: 'DELETE',
  path: '/api/import-mappings/:id',
  access: 'customers.import',
  summary: 'Forgets a saved mapping',
  params: byId,
  response: done,
});
