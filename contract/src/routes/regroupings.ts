import { z } from 'zod';
import { ConversationItem } from '../conversations.ts';
import { Id, Instant, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Merging, splitting and moving conversations, and taking it back (mission T6). */

export const RegroupingKind = z.enum(['merge', 'split', 'move']);
export type RegroupingKind = z.infer<typeof RegroupingKind>;

const Side = z.strictObject({ id: Id, protocol: z.string(), subject: z.string().nullable() });
export const Regrouping = z.strictObject({
  id: Id,
  kind: RegroupingKind,
  from: Side,
  into: Side,
  /** How many messages went. */
  count: z.number().int(),
  byName: z.string().nullable(),
  at: Instant,
  undoneAt: Instant.nullable(),
  /** Nothing newer stands in the way of taking it back. */
  undoable: z.boolean(),
});
export type Regrouping = z.infer<typeof Regrouping>;

const Done = z.strictObject({ regroupingId: Id, conversation: ConversationItem });
const MessageIds = z.array(Id).min(1).max(500);
const params = z.strictObject({ id: Id });

export const mergeConversations = defineRoute({
  id: 'conversations.merge',
  method: 'POST',
  path: '/api/conversations/:id/merge',
  access: 'conversations.reply',
  summary: 'Merges a conversation into another one of the same customer: the matter goes on there',
  params,
  body: z.strictObject({ intoId: Id }),
  response: Done,
});
export const splitConversation = defineRoute({
  id: 'conversations.split',
  method: 'POST',
  path: '/api/conversations/:id/split',
  access: 'conversations.reply',
  summary: 'Takes messages out into a conversation of their own, with a protocol number of its own',
  params,
  body: z.strictObject({ clientId: Id, messageIds: MessageIds, subject: lineOf(998).optional() }),
  response: Done,
});
export const moveMessages = defineRoute({
  id: 'conversations.moveMessages',
  method: 'POST',
  path: '/api/conversations/:id/move',
  access: 'conversations.reply',
  summary: 'Moves messages to another conversation of who wrote them',
  params,
  body: z.strictObject({ messageIds: MessageIds, intoId: Id }),
  response: Done,
});
export const listRegroupings = defineRoute({
  id: 'conversations.regroupings',
  method: 'GET',
  path: '/api/conversations/:id/regroupings',
  access: 'conversations.read',
  summary: 'What was merged, split and moved here, newest first (at most 100)',
  params,
  response: z.strictObject({ items: z.array(Regrouping) }),
});
export const undoRegrouping = defineRoute({
  id: 'regroupings.undo',
  method: 'POST',
  path: '/api/regroupings/:id/undo',
  access: 'conversations.reply',
  summary: 'Takes back a merge, split or move: every message returns under its old number',
  params,
  response: Done,
});
