import { z } from 'zod';
import { Attachment } from '../content.ts';
import { FieldDefinition } from '../fields.ts';
import { CustomFields, Id, Instant, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { CompanyTie } from './companies.ts';
import { PostalAddress } from './postal.ts';
import { Preferences } from './preferences.ts';

/** The record of a customer: own fields, notes, files, documents. */

const byId = z.strictObject({ id: Id });
const done = z.strictObject({ ok: z.literal(true) });

/** YYYY-MM-DD. */
export const Day = z.iso.date();

export const DocumentKind = z.enum([
  'rg',
  'cnh',
  'passport',
  'rne',
  'state_registration',
  'city_registration',
  'other',
]);
export type DocumentKind = z.infer<typeof DocumentKind>;
/** A document that is no address of anybody; CPF and CNPJ are identities. */
export const CustomerDocument = z.strictObject({
  id: Id,
  kind: DocumentKind,
  number: z.string(),
  issuer: z.string(),
  country: z.string(),
  createdAt: Instant,
});
export type CustomerDocument = z.infer<typeof CustomerDocument>;

export const Author = z.strictObject({
  kind: z.string(),
  id: Id.nullable(),
  name: z.string().nullable(),
});

export const CustomerNote = z.strictObject({
  id: Id,
  text: z.string(),
  pinned: z.boolean(),
  author: Author,
  createdAt: Instant,
  editedAt: Instant.nullable(),
  versions: z.number().int(),
});
export type CustomerNote = z.infer<typeof CustomerNote>;

export const CustomerFile = z.strictObject({
  id: Id,
  kind: Attachment.shape.kind,
  name: z.string(),
  type: z.string(),
  size: z.number().int(),
  url: z.string(),
  thumbnailUrl: z.string().nullable(),
  addedBy: Author,
  createdAt: Instant,
});
export type CustomerFile = z.infer<typeof CustomerFile>;

/** Human or company. */
export const CustomerKind = z.enum(['human', 'company']);
export type CustomerKind = z.infer<typeof CustomerKind>;

/** What the panel and the page of a customer show beside their identities. */
export const CustomerRecord = z.strictObject({
  id: Id,
  kind: CustomerKind,
  birthDate: Day.nullable(),
  labelIds: z.array(Id),
  blocked: z.strictObject({ at: Instant, reason: z.string() }).nullable(),
  pictureUrl: z.string().nullable(),
  /** Definitions that are asked of this kind of customer and seen by the caller, in their order. */
  fields: z.array(FieldDefinition),
  values: CustomFields,
  /** Sensitive fields that hold something: shown on demand. */
  concealed: z.array(z.string()),
  documents: z.array(CustomerDocument),
  addresses: z.array(PostalAddress),
  preferences: Preferences,
  notes: z.array(CustomerNote),
  files: z.array(CustomerFile),
  /** Companies of a human, people of a company; those who left come last. */
  ties: z.array(CompanyTie),
  domains: z.array(z.string()),
});
export type CustomerRecord = z.infer<typeof CustomerRecord>;

export const readRecord = defineRoute({
  id: 'customers.record',
  method: 'GET',
  path: '/api/customers/:id/record',
  access: 'customers.read',
  summary: 'Everything written down about a customer, beside identities and conversations',
  params: byId,
  response: CustomerRecord,
});
export const changeRecord = defineRoute({
  id: 'customers.record.change',
  method: 'PATCH',
  path: '/api/customers/:id/record',
  access: 'customers.write',
  summary: 'Changes own fields: kind, birth date, labels, picture, custom fields',
  params: byId,
  body: z.strictObject({
    kind: CustomerKind.optional(),
    birthDate: Day.nullable().optional(),
    labelIds: z.array(Id).max(50).optional(),
    /** One of the customer's files, an image. */
    pictureId: Id.nullable().optional(),
    customFields: CustomFields.optional(),
  }),
  response: CustomerRecord,
});
export const blockCustomer = defineRoute({
  id: 'customers.block',
  method: 'PUT',
  path: '/api/customers/:id/blocked',
  access: 'customers.write',
  summary: 'Marks a customer as blocked, with a reason, or takes the mark away',
  params: byId,
  body: z.strictObject({ blocked: z.boolean(), reason: textOf(500).default('') }),
  response: CustomerRecord,
});
export const addDocument = defineRoute({
  id: 'customers.documents.add',
  method: 'POST',
  path: '/api/customers/:id/documents',
  access: 'customers.write',
  summary: 'Writes a document down (RG, CNH, passport …)',
  params: byId,
  body: z.strictObject({
    kind: DocumentKind,
    number: lineOf(40, 1),
    issuer: lineOf(80).default(''),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .default('BR'),
  }),
  response: CustomerRecord,
});
export const dropDocument = defineRoute({
  id: 'customers.documents.drop',
  method: 'DELETE',
  path: '/api/customers/:id/documents/:documentId',
  access: 'customers.write',
  summary: 'Removes a document',
  params: z.strictObject({ id: Id, documentId: Id }),
  response: CustomerRecord,
});

const byNote = z.strictObject({ id: Id, noteId: Id });
export const addNote = defineRoute({
  id: 'customers.notes.add',
  method: 'POST',
  path: '/api/customers/:id/notes',
  access: 'customers.write',
  summary: 'Writes a note about a customer',
  params: byId,
  body: z.strictObject({ text: textOf(10_000, 1), pinned: z.boolean().default(false) }),
  response: CustomerNote,
});
export const changeNote = defineRoute({
  id: 'customers.notes.change',
  method: 'PATCH',
  path: '/api/customers/:id/notes/:noteId',
  access: 'customers.write',
  summary: 'Edits a note (what it said before stays readable) or pins it',
  params: byNote,
  body: z.strictObject({ text: textOf(10_000, 1).optional(), pinned: z.boolean().optional() }),
  response: CustomerNote,
});
export const dropNote = defineRoute({
  id: 'customers.notes.drop',
  method: 'DELETE',
  path: '/api/customers/:id/notes/:noteId',
  access: 'customers.write',
  summary: 'Deletes a note',
  params: byNote,
  response: done,
});
export const readNoteVersions = defineRoute({
  id: 'customers.notes.versions',
  method: 'GET',
  path: '/api/customers/:id/notes/:noteId/versions',
  access: 'customers.read',
  summary: 'What a note said before, newest first',
  params: byNote,
  response: z.strictObject({
    items: z.array(z.strictObject({ id: Id, text: z.string(), at: Instant, author: Author })),
  }),
});

export const addCustomerFile = defineRoute({
  id: 'customers.files.add',
  method: 'POST',
  path: '/api/customers/:id/files',
  access: 'customers.write',
  summary: "Keeps an upload of the caller's with a customer",
  params: byId,
  body: z.strictObject({ attachmentId: Id }),
  response: CustomerFile,
});
export const dropCustomerFile = defineRoute({
  id: 'customers.files.drop',
  method: 'DELETE',
  path: '/api/customers/:id/files/:fileId',
  access: 'customers.write',
  summary: 'Removes a file from a customer',
  params: z.strictObject({ id: Id, fileId: Id }),
  response: done,
});
