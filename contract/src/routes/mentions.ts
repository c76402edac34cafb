import { z } from 'zod';
import { Id, Instant, PageQuery, pageOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { CustomerRef } from './customers.ts';

/** Notes in which the reader is named, and who follows a conversation. */

const done = z.strictObject({ ok: z.literal(true) });

/** A note in which the reader, or a team of theirs, is named. */
export const MentionItem = z.strictObject({
  messageId: Id,
  conversationId: Id,
  protocol: z.string(),
  customer: CustomerRef,
  seq: z.number().int(),
  at: Instant,
  /** null: not looked at yet. */
  seenAt: Instant.nullable(),
  by: z.strictObject({ id: Id.nullable(), name: z.string().nullable() }),
  /** Beginning of the note. */
  text: z.string(),
});
export type MentionItem = z.infer<typeof MentionItem>;

export const listMentions = defineRoute({
  id: 'mentions.list',
  method: 'GET',
  path: '/api/mentions',
  access: 'conversations.read',
  summary: 'Notes in which the reader is named and that they may see, newest first, with how many are new',
  query: z.strictObject({
    ...PageQuery.shape,
    unseen: z
      .enum(['true', 'false'])
      .default('false')
      .transform((value) => value === 'true'),
  }),
  response: z.strictObject({ ...pageOf(MentionItem).shape, unseen: z.number().int() }),
});
export const seeMentions = defineRoute({
  id: 'mentions.see',
  method: 'PUT',
  path: '/api/mentions/seen',
  access: 'conversations.read',
  summary: "Marks the reader's own mentions as looked at: one note's, or all of them",
  body: z.strictObject({ messageId: Id.nullable() }),
  response: done,
});
export const changeFollowers = defineRoute({
  id: 'conversations.followers',
  method: 'PATCH',
  path: '/api/conversations/:id/followers',
  access: 'conversations.reply',
  summary: 'Lets people follow a conversation, who then see it, or stops that',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({
    addIds: z.array(Id).max(50).default([]),
    removeIds: z.array(Id).max(50).default([]),
  }),
  response: done,
});
