import { z } from 'zod';
import { FieldDefinition, FieldInput, FieldName, FieldSubject, FieldType } from '../fields.ts';
import { CustomFieldValue, Id, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Definitions of custom fields, and a sensitive value shown on demand. */

const byId = z.strictObject({ id: Id });
const all = z.strictObject({ items: z.array(FieldDefinition) });

export const listFields = defineRoute({
  id: 'fields.list',
  method: 'GET',
  path: '/api/fields',
  access: 'customers.read',
  summary: 'Custom fields the caller may see, archived ones included, in their order',
  query: z.strictObject({ subject: FieldSubject.optional() }),
  response: all,
});
export const createField = defineRoute({
  id: 'fields.create',
  method: 'POST',
  path: '/api/fields',
  access: 'fields.manage',
  summary: 'Defines a custom field; its name, subject and type never change',
  body: z.strictObject({
    subject: FieldSubject,
    name: FieldName,
    type: FieldType,
    ...FieldInput.shape,
  }),
  response: FieldDefinition,
});
export const changeField = defineRoute({
  id: 'fields.change',
  method: 'PUT',
  path: '/api/fields/:id',
  access: 'fields.manage',
  summary: 'Changes how a custom field is called, asked and seen; values stay as they are',
  params: byId,
  body: FieldInput,
  response: FieldDefinition,
});
export const archiveField = defineRoute({
  id: 'fields.archive',
  method: 'PUT',
  path: '/api/fields/:id/archived',
  access: 'fields.manage',
  summary: 'Archives a custom field (its values stay) or takes it back',
  params: byId,
  body: z.strictObject({ archived: z.boolean() }),
  response: FieldDefinition,
});
export const orderFields = defineRoute({
  id: 'fields.order',
  method: 'PUT',
  path: '/api/fields/order',
  access: 'fields.manage',
  summary: 'Puts the custom fields of a subject into an order, by their names',
  body: z.strictObject({ subject: FieldSubject, names: z.array(lineOf(64, 1)).max(500) }),
  response: all,
});
export const revealField = defineRoute({
  id: 'fields.reveal',
  method: 'POST',
  path: '/api/customers/:id/fields/:name/look',
  access: 'customers.read',
  summary: 'Shows one sensitive value; who looked stands in the audit trail',
  params: z.strictObject({ id: Id, name: lineOf(64, 1) }),
  response: z.strictObject({ value: CustomFieldValue }),
});
