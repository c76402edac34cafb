import { z } from 'zod';
import { Id, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Labels: marks of the firm's own on conversations and customers. */

const done = z.strictObject({ ok: z.literal(true) });
const byId = z.strictObject({ id: Id });

export const Label = z.strictObject({ id: Id, name: z.string(), colour: z.string() });
export type Label = z.infer<typeof Label>;
const LabelInput = z.strictObject({ name: lineOf(60, 1), colour: z.string().regex(/^#[0-9a-f]{6}$/) });
export const listLabels = defineRoute({
  id: 'labels.list',
  method: 'GET',
  path: '/api/labels',
  access: 'conversations.read',
  summary: 'Lists labels',
  response: z.strictObject({ items: z.array(Label) }),
});
export const createLabel = defineRoute({
  id: 'labels.create',
  method: 'POST',
  path: '/api/labels',
  access: 'labels.manage',
  summary: 'Creates a label',
  body: LabelInput,
  response: Label,
});
export const changeLabel = defineRoute({
  id: 'labels.change',
  method: 'PUT',
  path: '/api/labels/:id',
  access: 'labels.manage',
  summary: 'Changes name and colour of a label, wherever it stands',
  params: byId,
  body: LabelInput,
  response: Label,
});
export const deleteLabel = defineRoute({
  id: 'labels.delete',
  method: 'DELETE',
  path: '/api/labels/:id',
  access: 'labels.manage',
  summary: 'Deletes a label everywhere',
  params: byId,
  response: done,
});
