import { z } from 'zod';
import { DispatchState } from '../channels.ts';
import { Attachment, Content } from '../content.ts';
import { EmailAddress, Id, Instant, Locale, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { ChatWait } from './chat-waits.ts';
import { AuthorKind } from './conversations.ts';

/**
 * The web chat as the widget speaks it. `inboxKey` is public (in the page's script tag); what a visitor may see and
 * do hangs on the visitor token, which names one browser. Authorization: `Bearer <visitor token>`.
 */

const done = z.strictObject({ ok: z.literal(true) });
const ByKey = z.strictObject({ inboxKey: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/) });

export const ChatConfig = z.strictObject({
  name: z.string(),
  welcome: z.string(),
  colour: z.string(),
  position: z.enum(['right', 'left']),
  locale: Locale,
  open: z.boolean(),
  awayMessage: z.string(),
  opensAt: Instant.nullable(),
  askName: z.boolean(),
  askEmail: z.boolean(),
  /** What whoever returns has given already: no form asks for it again. */
  known: z.array(z.enum(['name', 'email'])).optional(),
  maxFileBytes: z.number().int(),
  switchTargets: z.array(
    z.strictObject({ inboxId: Id, channel: z.string(), name: z.string(), icon: z.string() }),
  ),
  /** Names of the other channels by channel id, for "by e-mail" on a message that came over one of them. */
  channelNames: z.record(z.string(), z.string()).optional(),
});
export type ChatConfig = z.infer<typeof ChatConfig>;

export const ChatMessage = z.strictObject({
  id: Id,
  seq: z.number().int(),
  at: Instant,
  author: z.strictObject({ kind: AuthorKind, name: z.string().nullable(), self: z.boolean() }),
  channel: z.string().nullable(),
  content: Content,
  attachments: z.array(Attachment),
  replyTo: z.strictObject({ seq: z.number().int(), text: z.string() }).nullable(),
  /** Emojis only: names of who reacted are the firm's business. */
  reactions: z.array(z.string()),
  editedAt: Instant.nullable(),
  deletedAt: Instant.nullable(),
  state: DispatchState.nullable(),
  clientId: z.string().nullable(),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** The visitor's current conversation; null before the first message. */
export const ChatConversation = z.strictObject({
  id: Id,
  protocol: z.string(),
  resolved: z.boolean(),
  /** The brand answers by the SAC decree: the demand can be followed and its history asked for. */
  sac: z.boolean(),
  agentName: z.string().nullable(),
  lastSeq: z.number().int(),
  /** Highest number the firm's people have read. */
  firmReadSeq: z.number().int(),
  /** What they are told while they wait in a queue that tells it. */
  wait: ChatWait.nullable(),
  /** They asked to be written to elsewhere and were: it goes on there, and is not shown here. */
  elsewhere: ChatWait.shape.kept,
});
export type ChatConversation = z.infer<typeof ChatConversation>;

export const openChat = defineRoute({
  id: 'chat.open',
  method: 'POST',
  path: '/api/chat/:inboxKey/session',
  access: 'public',
  summary: 'Begins or resumes a visit: settings, token, conversation and its last messages',
  perMinute: 60,
  params: ByKey,
  body: z.strictObject({
    token: z.string().max(1500).optional(),
    locale: Locale.optional(),
    /** Page the widget stands on, shown to the agent. */
    page: z.string().max(2000).optional(),
    /** The site vouches for its signed-in user: HMAC-SHA256(inbox secret, id) in hex. */
    identify: z
      .strictObject({
        id: lineOf(200, 1),
        signature: z.string().regex(/^[0-9a-f]{64}$/),
        name: lineOf(200).optional(),
        email: EmailAddress.optional(),
      })
      .optional(),
  }),
  response: z.strictObject({
    token: z.string(),
    config: ChatConfig,
    conversation: ChatConversation.nullable(),
    messages: z.array(ChatMessage),
    hasMore: z.boolean(),
    cursor: z.string(),
  }),
});
export const listChatMessages = defineRoute({
  id: 'chat.messages',
  method: 'GET',
  path: '/api/chat/messages',
  access: 'visitor',
  summary: "Messages of the visitor's conversation before or after a number",
  query: z.strictObject({
    before: z.coerce.number().int().min(1).optional(),
    after: z.coerce.number().int().min(0).optional(),
  }),
  response: z.strictObject({
    conversation: ChatConversation.nullable(),
    items: z.array(ChatMessage),
    hasMore: z.boolean(),
  }),
});
export const sendChatMessage = defineRoute({
  id: 'chat.send',
  method: 'POST',
  path: '/api/chat/messages',
  access: 'visitor',
  summary: 'Writes to the firm; answered when it is safe in the database; the same clientId counts once',
  perMinute: 60,
  body: z.strictObject({
    clientId: Id,
    text: textOf(10_000),
    attachmentIds: z.array(Id).max(10).default([]),
    replyToSeq: z.number().int().min(1).optional(),
    /** Press of a button or list row of an earlier message. */
    pressed: z.strictObject({ id: lineOf(256, 1), title: lineOf(256, 1) }).optional(),
    page: z.string().max(2000).optional(),
  }),
  response: z.strictObject({ accepted: z.literal(true), clientId: Id }),
});
export const leaveChatContact = defineRoute({
  id: 'chat.contact',
  method: 'PUT',
  path: '/api/chat/contact',
  access: 'visitor',
  summary: 'Says who one is: written down as a claim, proves nothing',
  perMinute: 20,
  body: z.strictObject({
    name: lineOf(200).optional(),
    email: EmailAddress.optional(),
    phone: lineOf(40).optional(),
  }),
  response: done,
});
export const uploadChatFile = defineRoute({
  id: 'chat.upload',
  method: 'POST',
  path: '/api/chat/files',
  access: 'visitor',
  summary: 'Uploads one file (multipart field `file`), bound to this visitor',
  perMinute: 30,
  maxBytes: 25 * 1024 * 1024,
  response: Attachment,
});
export const markChatRead = defineRoute({
  id: 'chat.read',
  method: 'PUT',
  path: '/api/chat/read',
  access: 'visitor',
  summary: 'Says how far the visitor has read',
  perMinute: 120,
  body: z.strictObject({ seq: z.number().int().min(0) }),
  response: done,
});
export const switchChat = defineRoute({
  id: 'chat.switch',
  method: 'POST',
  path: '/api/chat/switch',
  access: 'visitor',
  summary: 'Link, QR code and short code by which the visitor goes on in another channel',
  perMinute: 20,
  body: z.strictObject({ inboxId: Id }),
  response: z.strictObject({
    link: z.string(),
    /** SVG of the QR code. */
    qr: z.string(),
    /** Six digits to be written to the other channel; null when the limit of live codes is reached. */
    code: z.string().nullable(),
    address: z.string(),
    expiresAt: Instant,
  }),
});
