import { z } from 'zod';
import { Emoji } from '../amendments.ts';
import { Message } from '../conversations.ts';
import { Id, Instant, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** What is done to a message that is there: edited, deleted, reacted to, hidden, sent again, read whole. */

const byId = z.strictObject({ id: Id });

export const editMessage = defineRoute({
  id: 'messages.edit',
  method: 'PATCH',
  path: '/api/messages/:id',
  access: 'conversations.reply',
  summary: 'Changes the words of an own message where its channel can, or of an own note',
  params: byId,
  maxBytes: 2_000_000,
  body: z.strictObject({ text: textOf(200_000, 1) }),
  response: Message,
});
export const deleteMessage = defineRoute({
  id: 'messages.delete',
  method: 'DELETE',
  path: '/api/messages/:id',
  access: 'conversations.reply',
  summary: 'Takes an own message back where its channel can, or an own note',
  params: byId,
  response: Message,
});
export const reactToMessage = defineRoute({
  id: 'messages.react',
  method: 'PUT',
  path: '/api/messages/:id/reaction',
  access: 'conversations.reply',
  summary: "Puts a reaction on a customer's message where its channel can, or on a note; null takes it back",
  params: byId,
  body: z.strictObject({ emoji: Emoji.nullable() }),
  response: Message,
});
export const hideMessage = defineRoute({
  id: 'messages.hide',
  method: 'PUT',
  path: '/api/messages/:id/hidden',
  access: 'conversations.reply',
  summary: "Hides a customer's public message from others where its channel can, or shows it again",
  params: byId,
  body: z.strictObject({ hidden: z.boolean() }),
  response: Message,
});
export const listVersions = defineRoute({
  id: 'messages.versions',
  method: 'GET',
  path: '/api/messages/:id/versions',
  access: 'conversations.read',
  summary: 'What a message said before it was edited or deleted by us, oldest first',
  params: byId,
  response: z.strictObject({
    items: z.array(z.strictObject({ text: z.string(), endedAt: Instant, by: z.string().nullable() })),
  }),
});
export const retryDispatch = defineRoute({
  id: 'messages.retry',
  method: 'POST',
  path: '/api/messages/:id/retry',
  access: 'conversations.reply',
  summary: 'Sends a failed (or, knowingly, an unknown) message again',
  params: byId,
  response: Message,
});
export const confirmDispatch = defineRoute({
  id: 'messages.confirm',
  method: 'POST',
  path: '/api/messages/:id/arrived',
  access: 'conversations.reply',
  summary: 'Says that a message of which nobody knows whether it arrived did arrive',
  params: byId,
  response: Message,
});
export const readBody = defineRoute({
  id: 'messages.body',
  method: 'GET',
  path: '/api/messages/:id/body',
  access: 'conversations.read',
  summary: 'Whole body of a message (mail): text, and HTML made safe; remote images only when asked for',
  params: byId,
  query: z.strictObject({ images: z.enum(['block', 'show']).default('block') }),
  response: z.strictObject({
    text: z.string().nullable(),
    html: z.string().nullable(),
    blocked: z.number().int(),
  }),
});
