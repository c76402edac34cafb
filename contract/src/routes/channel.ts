import { z } from 'zod';
import {
  AttachmentKind,
  ButtonReplyContent,
  CallContent,
  ContactContent,
  Content,
  ListReplyContent,
  LocationContent,
  OrderContent,
} from '../content.ts';
import { EmailAddress, Id, Instant, Locale, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/**
 * How any other system speaks with one of its inboxes: what it pushes (by signed webhook or with a key), and how it
 * pulls what the firm answers. Described for developers in `docs/developers/api-channel.md`.
 */

/** An id of the other system: of a message, a user. No control characters, so that equal ids look equal. */
const TheirId = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u);

/** A user of the other system. Contact details are claims unless it says that it has verified them itself. */
const ChannelUser = z.strictObject({
  id: TheirId.refine((id) => id.trim() === id, { error: 'spaces_around' }),
  name: lineOf(256).optional(),
  email: EmailAddress.optional(),
  emailVerified: z.boolean().default(false),
  phone: lineOf(40, 3).optional(),
  phoneVerified: z.boolean().default(false),
});

/** A file: its bytes in base64, or an address it is fetched from (http or https, public). */
const PushedFile = z
  .strictObject({
    name: lineOf(255, 1),
    /** MIME type. What the bytes really are is found out when they are here. */
    type: z.string().regex(/^[\w.+-]{1,100}\/[\w.+-]{1,100}$/),
    /** What it is shown as; found out from the type where it is not said. */
    kind: AttachmentKind.optional(),
    seconds: z.number().min(0).max(86_400).optional(),
    base64: z.base64().min(4).optional(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
  })
  .refine((file) => (file.base64 === undefined) !== (file.url === undefined), {
    error: 'say either base64 or url',
    path: ['url'],
  });

/** What a user can say beside text and files. */
const PushedContent = z.discriminatedUnion('kind', [
  LocationContent,
  ContactContent,
  ButtonReplyContent,
  ListReplyContent,
  OrderContent,
  CallContent,
]);

const PushedMessage = z
  .strictObject({
    kind: z.literal('message'),
    /** The other system's id of the message; the same id counts once. */
    externalId: TheirId,
    at: Instant,
    from: ChannelUser,
    /** Either words and files, or `content`. */
    text: textOf(100_000).optional(),
    attachments: z.array(PushedFile).max(10).default([]),
    content: PushedContent.optional(),
    /** External id of the message this one answers: theirs, or the `id` of one of ours. */
    replyTo: TheirId.optional(),
    locale: Locale.optional(),
    /** Facts for the agent: page, order, campaign. */
    facts: z
      .record(lineOf(40, 1), z.union([lineOf(500), z.number(), z.boolean()]))
      .refine((facts) => Object.keys(facts).length <= 30, { error: 'more than 30 facts' })
      .optional(),
  })
  .refine(
    ({ text, attachments, content }) =>
      ((text ?? '').trim() !== '' || attachments.length > 0) !== (content !== undefined),
    { error: 'say either text and attachments, or content', path: ['text'] },
  );

/** What became of a message of ours: its `id`, or the external id that was answered for it. */
const PushedStatus = z.strictObject({
  kind: z.literal('status'),
  externalId: TheirId,
  state: z.enum(['sent', 'delivered', 'read', 'failed']),
  at: Instant,
  error: z.strictObject({ code: lineOf(64, 1), text: lineOf(500) }).optional(),
});
const PushedEdit = z.strictObject({
  kind: z.literal('edit'),
  externalId: TheirId,
  at: Instant,
  text: textOf(100_000, 1),
});
const PushedDeletion = z.strictObject({ kind: z.literal('deletion'), externalId: TheirId, at: Instant });
const PushedReaction = z.strictObject({
  kind: z.literal('reaction'),
  externalId: TheirId,
  from: ChannelUser,
  /** null takes it back. */
  emoji: lineOf(32, 1).nullable(),
  at: Instant,
});
const PushedTyping = z.strictObject({ kind: z.literal('typing'), from: ChannelUser, at: Instant });

export const PushedItem = z.discriminatedUnion('kind', [
  PushedMessage,
  PushedStatus,
  PushedEdit,
  PushedDeletion,
  PushedReaction,
  PushedTyping,
]);
export type PushedItem = z.infer<typeof PushedItem>;

/** The body of a push, the same by webhook and by key. */
export const PushBody = z.strictObject({ items: z.array(PushedItem).min(1).max(100) });

/** A message on its way to the other system, the same pushed and pulled. */
export const ChannelMessage = z.strictObject({
  type: z.literal('message'),
  /** Stays the same over every attempt: drop what you have had. */
  id: Id,
  to: z.strictObject({ id: z.string(), name: z.string().optional() }),
  content: Content,
  /** The whole message in plain words, for systems that show nothing else. */
  text: z.string(),
  attachments: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      kind: AttachmentKind,
      size: z.number().int(),
      /** Pushed: the bytes. */
      base64: z.string().optional(),
      /** Pulled: an address that is good for twelve hours. */
      url: z.string().optional(),
    }),
  ),
  /** Your external id (or our id) of the message this one answers. */
  replyTo: z.string().optional(),
  author: z.strictObject({ name: z.string() }),
  locale: Locale,
  /** Written by a machine: an away message, a bot. */
  automatic: z.boolean(),
  protocol: z.string(),
});
export type ChannelMessage = z.infer<typeof ChannelMessage>;

const ByInbox = z.strictObject({ inboxId: Id });

export const pushMessages = defineRoute({
  id: 'channel.push',
  method: 'POST',
  path: '/api/channel/:inboxId/messages',
  access: 'channel.push',
  summary: 'Hands in messages, statuses, edits, deletions, reactions and typing of another system',
  params: ByInbox,
  body: PushBody,
  response: z.strictObject({ accepted: z.number().int() }),
  perMinute: 6000,
  maxBytes: 5 * 1024 * 1024,
});
export const readOutbox = defineRoute({
  id: 'channel.outbox',
  method: 'GET',
  path: '/api/channel/:inboxId/outbox',
  access: 'channel.push',
  summary: 'Messages that wait for the other system, oldest first, until they are acknowledged',
  params: ByInbox,
  query: z.strictObject({
    /** `next` of the page before. Begin without it: only an acknowledgement takes a message away. */
    after: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  response: z.strictObject({ items: z.array(ChannelMessage), next: z.string().nullable() }),
  perMinute: 600,
});
export const acknowledgeOutbox = defineRoute({
  id: 'channel.outbox.ack',
  method: 'POST',
  path: '/api/channel/:inboxId/outbox/ack',
  access: 'channel.push',
  summary: 'Says that messages of the outbox have arrived in the other system; doing it twice does no harm',
  params: ByInbox,
  body: z.strictObject({
    items: z
      .array(
        z.strictObject({
          id: Id,
          /** The other system's own id of it, by which statuses and answers will name it. */
          externalId: TheirId.optional(),
        }),
      )
      .min(1)
      .max(200),
  }),
  response: z.strictObject({ acknowledged: z.number().int() }),
  perMinute: 600,
});
