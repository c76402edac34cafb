import { z } from 'zod';
import { Attachment, Outgoing } from '../content.ts';
import {
  Conversation,
  ConversationItem,
  Message,
  Priority,
  StatusCategory,
  WakeEvent,
} from '../conversations.ts';
import { MentionInput, mentionsAtMost, peopleAtMost } from '../mentions.ts';
import { CustomFields, Id, Instant, lineOf, PageQuery, pageOf, textOf } from '../primitives.ts';
import { Side } from '../public.ts';
import { defineRoute } from '../route.ts';
import { SurveyMark } from '../surveys.ts';

/** Conversations, messages, and what an agent does with them; the shapes are in conversations.ts. */

export {
  Amendment,
  AuthorKind,
  Conversation,
  ConversationItem,
  Dispatch,
  JoinReason,
  Leg,
  Message,
  MessageVisibility,
  Participant,
  Priority,
  StatusCategory,
  WakeEvent,
} from '../conversations.ts';

const done = z.strictObject({ ok: z.literal(true) });
const byId = z.strictObject({ id: Id });

/** `due`: with a deadline that runs, the nearest first. `public`: something is owed to the public there. `scheduled`: something waits to go out, or was held back. */
export const ListView = z.enum([
  'mine',
  'unassigned',
  'all',
  'waiting',
  'following',
  'public',
  'scheduled',
  'due',
  /** Loud matters, the loudest first. */
  'loud',
]);
export type ListView = z.infer<typeof ListView>;
export const RatingFilter = z.enum([...SurveyMark.options, 'any']);
export type RatingFilter = z.infer<typeof RatingFilter>;
const Filters = {
  view: ListView.default('all'),
  status: StatusCategory.optional(),
  /** One of the firm's own. */
  statusId: Id.optional(),
  inboxId: Id.optional(),
  teamId: Id.optional(),
  assigneeId: Id.optional(),
  labelId: Id.optional(),
  customerId: Id.optional(),
  /** `public`: with a public side; `private`: without. */
  side: Side.optional(),
  /** How the customer rated it; `any`: however. */
  rating: RatingFilter.optional(),
  query: lineOf(200).optional(),
};
export const listConversations = defineRoute({
  id: 'conversations.list',
  method: 'GET',
  path: '/api/conversations',
  access: 'conversations.read',
  summary: 'Lists conversations of a view, last activity first (waiting: longest waiting first)',
  query: z.strictObject({ ...PageQuery.shape, ...Filters }),
  response: pageOf(ConversationItem),
});
export const countConversations = defineRoute({
  id: 'conversations.counts',
  method: 'GET',
  path: '/api/conversations/counts',
  access: 'conversations.read',
  summary:
    'Counts of open conversations in each view (public: of what is owed; scheduled: of any status), capped at 1000',
  response: z.record(ListView, z.number().int()),
});
/** For browsers that keep conversations for reading offline. */
export const readConversation = defineRoute({
  id: 'conversations.read',
  method: 'GET',
  path: '/api/conversations/:id',
  access: 'conversations.read',
  summary: 'One conversation with participants and legs; also found by its protocol number',
  params: z.strictObject({ id: z.union([Id, z.string().regex(/^\d{8}-?\d{5,7}-?\d$/)]) }),
  response: Conversation,
});
export const listMessages = defineRoute({
  id: 'conversations.messages',
  method: 'GET',
  path: '/api/conversations/:id/messages',
  access: 'conversations.read',
  summary: 'Messages by number: the newest, those before one, or those after one',
  params: byId,
  query: z.strictObject({
    before: z.coerce.number().int().min(1).optional(),
    after: z.coerce.number().int().min(0).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.strictObject({ items: z.array(Message), hasMore: z.boolean() }),
});

const Copied = z.strictObject({ value: lineOf(320, 3), name: lineOf(256).optional() });
const letter = {
  /** Rich text where the channel has it: the words of the content are then made of it. */
  html: textOf(500_000).optional(),
  /** Who gets a copy; left out: everybody who got one so far. */
  cc: z.array(Copied).max(50).optional(),
  bcc: z.array(Copied).max(50).optional(),
};
export const sendMessage = defineRoute({
  id: 'conversations.send',
  method: 'POST',
  path: '/api/conversations/:id/messages',
  access: 'conversations.reply',
  summary: 'Sends a message on a leg, or writes an internal note; the same clientId is sent once',
  params: byId,
  maxBytes: 2_000_000,
  body: z.strictObject({
    clientId: Id,
    content: Outgoing,
    internal: z.boolean().default(false),
    legId: Id.optional(),
    /** Instead of a leg: opens one to another address of the customer. */
    to: z.strictObject({ inboxId: Id, identityId: Id, side: Side.optional() }).optional(),
    attachmentIds: z.array(Id).max(20).default([]),
    replyToId: Id.optional(),
    subject: lineOf(998).optional(),
    ...letter,
    /** The message that stands quoted below, where the channel does that. */
    quotedId: Id.optional(),
    /** Up to which number the writer had seen the thread; who says so is stopped when a colleague has answered since. */
    seenSeq: z.number().int().min(0).max(2_147_483_647).optional(),
    /** Sent all the same. */
    despite: z.boolean().optional(),
    /** Whom a note names; and those who are let in for it, because they may not see the conversation. */
    mentions: z.array(MentionInput).max(mentionsAtMost).optional(),
    letIn: z.array(Id).max(peopleAtMost).optional(),
  }),
  response: Message,
});
export const startConversation = defineRoute({
  id: 'conversations.start',
  method: 'POST',
  path: '/api/conversations',
  access: 'conversations.reply',
  summary: 'Starts a conversation with a customer where the channel allows it, or records a visit',
  maxBytes: 2_000_000,
  body: z.strictObject({
    clientId: Id,
    customerId: Id.optional(),
    /** A new address; the customer is found or created by it. */
    address: z
      .strictObject({ kind: lineOf(32, 1), value: lineOf(512, 1), name: lineOf(256).optional() })
      .optional(),
    identityId: Id.optional(),
    inboxId: Id,
    subject: lineOf(998).optional(),
    content: z.union([
      Outgoing,
      z.strictObject({ kind: z.literal('visit'), text: textOf(20_000, 1), place: lineOf(256).optional() }),
    ]),
    attachmentIds: z.array(Id).max(20).default([]),
    ...letter,
  }),
  response: Conversation,
});
export const assignConversation = defineRoute({
  id: 'conversations.assign',
  method: 'PUT',
  path: '/api/conversations/:id/assignment',
  access: 'conversations.reply',
  summary: 'Assigns to a person, a team, both or nobody; to others than oneself needs conversations.manage',
  params: byId,
  body: z.strictObject({
    assigneeId: Id.nullable().optional(),
    teamId: Id.nullable().optional(),
    /** What the next one should know: a note in the conversation, which the customer does not see. */
    note: textOf(2000).default(''),
  }),
  response: ConversationItem,
});
export const changeStatus = defineRoute({
  id: 'conversations.status',
  method: 'PUT',
  path: '/api/conversations/:id/status',
  access: 'conversations.reply',
  summary: 'Resolves, reopens, waits for the customer, or snoozes until a time or until something happens',
  params: byId,
  body: z.strictObject({
    status: StatusCategory,
    /** One of the firm's own under this category; null: its default. */
    statusId: Id.nullable().optional(),
    /** Of a snooze: a time, an event, or both, whichever comes first. */
    until: Instant.optional(),
    wake: WakeEvent.optional(),
    /** Of a snooze: why. */
    note: lineOf(200).optional(),
  }),
  response: ConversationItem,
});
export const changeConversation = defineRoute({
  id: 'conversations.change',
  method: 'PATCH',
  path: '/api/conversations/:id',
  access: 'conversations.reply',
  summary: 'Changes subject, priority, labels, custom fields, bot pause',
  params: byId,
  body: z.strictObject({
    subject: lineOf(998).nullable().optional(),
    priority: Priority.optional(),
    labelIds: z.array(Id).max(50).optional(),
    customFields: CustomFields.optional(),
    botsPaused: z.boolean().optional(),
  }),
  response: ConversationItem,
});
export const followConversation = defineRoute({
  id: 'conversations.follow',
  method: 'PUT',
  path: '/api/conversations/:id/follow',
  access: 'conversations.read',
  summary: 'Follows or stops following',
  params: byId,
  body: z.strictObject({ follow: z.boolean() }),
  response: done,
});
export const markRead = defineRoute({
  id: 'conversations.readMark',
  method: 'PUT',
  path: '/api/conversations/:id/read-mark',
  access: 'conversations.read',
  summary: "Sets the reader's own mark; it never goes back unless `unread` is asked for",
  params: byId,
  body: z.strictObject({ seq: z.number().int().min(0), unread: z.boolean().default(false) }),
  response: done,
});
export const saveDraft = defineRoute({
  id: 'conversations.draft',
  method: 'PUT',
  path: '/api/conversations/:id/draft',
  access: 'conversations.reply',
  maxBytes: 2_000_000,
  summary: "Keeps the person's own draft; empty text removes it",
  params: byId,
  body: z.strictObject({
    text: textOf(200_000),
    /** The same as rich text, where it is written so. */
    html: textOf(500_000).nullable().default(null),
    legId: Id.nullable().default(null),
    internal: z.boolean().default(false),
  }),
  /** As of when these are the words; a draft of the conversation that is older than this is not newer than they are. */
  response: z.strictObject({ at: Instant }),
});
export const switchTargets = defineRoute({
  id: 'conversations.switchTargets',
  method: 'POST',
  path: '/api/conversations/:id/switch',
  access: 'conversations.reply',
  summary: 'Links by which the customer goes on in other channels, to be given to them',
  params: byId,
  response: z.strictObject({
    items: z.array(z.strictObject({ inboxId: Id, channel: z.string(), name: z.string(), link: z.string() })),
  }),
});

export const uploadFile = defineRoute({
  id: 'files.upload',
  method: 'POST',
  path: '/api/files',
  access: 'files.upload',
  summary: 'Uploads one file (multipart field `file`); bound to the uploader until it is sent',
  perMinute: 60,
  maxBytes: 100 * 1024 * 1024,
  query: z.strictObject({ voice: z.enum(['0', '1']).default('0') }),
  response: Attachment,
});
