import { z } from 'zod';
import { AuthorKind, ConversationItem, MessageVisibility, StatusCategory } from '../conversations.ts';
import { Id, Instant, lineOf, PageQuery, pageOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

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
    labelId: Id.optional(),
    status: StatusCategory.optional(),
    /** One of the firm's own statuses. */
    statusId: Id.optional(),
    author: AuthorKind.optional(),
    /** Written by this person. */
    personId: Id.optional(),
    visibility: MessageVisibility.optional(),
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
