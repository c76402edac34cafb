import { z } from 'zod';
import { Role } from './permissions.ts';
import { Id, Instant, lineOf, textOf } from './primitives.ts';

/** Custom fields: what the firm asks about customers, companies and conversations, each with a type. */

/** Plain lists: the front ends have the names without the schemas. */
export const fieldSubjects = ['customer', 'company', 'conversation'] as const;
export const FieldSubject = z.enum(fieldSubjects);
export type FieldSubject = z.infer<typeof FieldSubject>;

export const fieldTypes = [
  'text',
  'long_text',
  'number',
  'money',
  'date',
  'boolean',
  'choice',
  'choices',
  'link',
  'email',
  'phone',
  'document',
] as const;
/** What a field holds. `money` is in minor units of its currency, `date` YYYY-MM-DD, `document` a CPF or CNPJ. */
export const FieldType = z.enum(fieldTypes);
export type FieldType = z.infer<typeof FieldType>;

/** Key of a field in `customFields`, and of a choice in its value: it never changes. */
export const FieldName = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/);

/** One of the answers of a choice. An archived one is no longer offered; values keep it. */
export const FieldChoice = z.strictObject({
  name: FieldName,
  label: lineOf(80, 1),
  archived: z.boolean().default(false),
});
export type FieldChoice = z.infer<typeof FieldChoice>;

export const FieldDefinition = z.strictObject({
  id: Id,
  subject: FieldSubject,
  name: z.string(),
  label: z.string(),
  help: z.string(),
  type: FieldType,
  choices: z.array(FieldChoice),
  /** ISO 4217, of money. */
  currency: z.string().nullable(),
  required: z.boolean(),
  /** Shown on demand only; who looked stands in the audit trail. */
  sensitive: z.boolean(),
  /** The least powerful role that sees it, and that changes it. */
  seenBy: Role,
  editedBy: Role,
  position: z.number().int(),
  archivedAt: Instant.nullable(),
});
export type FieldDefinition = z.infer<typeof FieldDefinition>;

/** What a person says of a field; its type is said once, when it is made. */
export const FieldInput = z.strictObject({
  label: lineOf(80, 1),
  help: textOf(500).default(''),
  choices: z.array(FieldChoice).max(200).default([]),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable()
    .default(null),
  required: z.boolean().default(false),
  sensitive: z.boolean().default(false),
  seenBy: Role.default('agent'),
  editedBy: Role.default('agent'),
});
export type FieldInput = z.infer<typeof FieldInput>;

export const fieldComparisons = ['equal', 'less', 'more', 'begins', 'set', 'unset'] as const;
/** A comparison of a list's filter: `field.NAME` with one of these. */
export const FieldTest = z.strictObject({
  name: lineOf(64, 1),
  is: z.enum(fieldComparisons),
  value: lineOf(200).optional(),
});
export type FieldTest = z.infer<typeof FieldTest>;

/** Up to five of them, as JSON in an address. */
export const FieldTests = z
  .string()
  .max(4000)
  .transform((text, ctx): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      ctx.addIssue({ code: 'custom', message: 'not_json' });
      return z.NEVER;
    }
  })
  .pipe(z.array(FieldTest).max(5));
