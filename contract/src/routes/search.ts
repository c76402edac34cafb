import { z } from 'zod';
import { AuthorKind, ConversationItem, MessageVisibility, StatusCategory } from '../conversations.ts';
import { Id, Instant, lineOf, PageQuery, pageOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { CustomerRef } from './customers.ts';

/** Looking for words in everything that was ever said. */

/** A stretch of a message's words; `hit` = what was looked for. */
const SnippetPart = z.strictObject({ text: z.string(), hit: z.boolean() });
export type SnippetPart = z.infer<typeof SnippetPart>;

export const SearchHit = z.strictObject({
  messageId: Id,
  /** Its number in the conversation. */
  seq: z.number().int(),
  at: Instant,
  authorKind: AuthorKind,
  authorName: z.string().nullable(),
  visibility: MessageVisibility,
  /** Channel it was said on; the conversation may have gone on elsewhere since. */
  channel: z.string(),
  files: z.number().int(),
  snippet: z.array(SnippetPart),
  conversation: ConversationItem,
});
export type SearchHit = z.infer<typeof SearchHit>;

export const searchMessages = defineRoute({
  id: 'search.messages',
  method: 'GET',
  path: '/api/search/messages',
  access: 'conversations.read',
  summary:
    'Messages with these words, the latest first: all words, "side by side", -without; slips are forgiven',
  query: z.strictObject({
    ...PageQuery.shape,
    limit: z.coerce.number().int().min(1).max(100).default(30),
    /** Nothing is found without a word. */
    query: lineOf(200).default(''),
    conversationId: Id.optional(),
    customerId: Id.optional(),
    inboxId: Id.optional(),
    /** Said on this channel (id of its plug-in), whatever the inbox. */
    channel: lineOf(40, 1).optional(),
    labelId: Id.optional(),
    status: StatusCategory.optional(),
    /** One of the firm's own statuses. */
    statusId: Id.optional(),
    author: AuthorKind.optional(),
    /** Written by this person. */
    personId: Id.optional(),
    visibility: MessageVisibility.optional(),
    /** Of conversations this person answers for now. */
    assigneeId: Id.optional(),
    /** Only what came with files. */
    files: z.literal('1').optional(),
    /** Said at this time or later. */
    from: Instant.optional(),
    /** Said before this time. */
    until: Instant.optional(),
  }),
  response: z.strictObject({
    ...pageOf(SearchHit).shape,
    /** Nothing had the words as they were typed: these were looked for instead. */
    meant: z.array(z.strictObject({ typed: z.string(), words: z.array(z.string()) })),
  }),
});

/** Words on a customer's record. */
export const RecordHit = z.strictObject({
  customer: CustomerRef,
  /** A note of the team, the one text about the customer, one of the firm's own fields. */
  kind: z.enum(['note', 'about', 'field']),
  noteId: Id.nullable(),
  /** What the field is called. */
  field: z.string().nullable(),
  /** When it was written; for a text or a field, when the record was last changed. */
  at: Instant,
  authorName: z.string().nullable(),
  snippet: z.array(SnippetPart),
});
export type RecordHit = z.infer<typeof RecordHit>;

export const searchRecords = defineRoute({
  id: 'search.records',
  method: 'GET',
  path: '/api/search/records',
  access: 'customers.read',
  summary: "Notes, texts and the firm's own fields of customers with these words, the latest first",
  query: z.strictObject({
    query: lineOf(200).default(''),
    /** On the record of this customer, and of those merged with them. */
    customerId: Id.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(5),
  }),
  response: z.strictObject({
    items: z.array(RecordHit),
    /** There are more of them. */
    more: z.boolean(),
  }),
});
