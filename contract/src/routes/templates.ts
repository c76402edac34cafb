import { z } from 'zod';
import { Id, Instant, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { TemplateDraft } from '../template-drafts.ts';
import { TemplateCost, TemplatePart, TemplateQuality, TemplateState } from '../templates.ts';

/** Messages a platform has to approve, as they are known of an inbox's account. */

/** A message the platform has to approve; fields stand in its texts as `{{name}}`. Only `approved` ones can be sent. */
export const MessageTemplate = z.strictObject({
  name: z.string(),
  language: z.string(),
  state: TemplateState,
  reason: z.string().nullable(),
  quality: TemplateQuality.nullable(),
  /** What the platform charges it as, and what from soon. */
  cost: TemplateCost.nullable(),
  nextCost: TemplateCost.nullable(),
  /** The body and the names of its fields. */
  text: z.string(),
  parameters: z.array(z.string()),
  parts: z.array(TemplatePart),
});
export type MessageTemplate = z.infer<typeof MessageTemplate>;
const TemplateList = z.strictObject({
  items: z.array(MessageTemplate),
  /** When the platform was last asked, and why that failed. */
  askedAt: Instant.nullable(),
  error: z.string().nullable(),
});
export const listTemplates = defineRoute({
  id: 'inboxes.templates',
  method: 'GET',
  path: '/api/inboxes/:id/templates',
  access: 'conversations.reply',
  summary: "Lists the account's templates, for writing outside the window; none where the channel has none",
  params: z.strictObject({ id: Id }),
  perMinute: 30,
  response: TemplateList,
});
export const refreshTemplates = defineRoute({
  id: 'inboxes.templates.refresh',
  method: 'POST',
  path: '/api/inboxes/:id/templates',
  access: 'conversations.reply',
  summary: "Asks the platform for the account's templates now",
  params: z.strictObject({ id: Id }),
  perMinute: 10,
  response: TemplateList,
});
export const submitTemplate = defineRoute({
  id: 'inboxes.templates.submit',
  method: 'POST',
  path: '/api/inboxes/:id/templates/submissions',
  access: 'inboxes.manage',
  summary: 'Sends a new template to the platform for approval',
  params: z.strictObject({ id: Id }),
  perMinute: 10,
  body: TemplateDraft,
  response: TemplateList,
});
export const deleteTemplate = defineRoute({
  id: 'inboxes.templates.delete',
  method: 'POST',
  path: '/api/inboxes/:id/templates/deletions',
  access: 'inboxes.manage',
  summary: 'Deletes a template at the platform, in one language',
  params: z.strictObject({ id: Id }),
  perMinute: 30,
  body: z.strictObject({ name: lineOf(512, 1), language: lineOf(16, 1) }),
  response: TemplateList,
});
