import { z } from 'zod';
import { Due } from './agreements.ts';
import { Automatic, ChannelClass, DispatchState, ParticipantRole } from './channels.ts';
import { Attachment, Content } from './content.ts';
import { Mention } from './mentions.ts';
import { CustomFields, Id, Instant } from './primitives.ts';
import { LoudnessReason, PublicDuty, Side } from './public.ts';
import { CustomerRef, Identity } from './routes/customers.ts';
import { Scheduled } from './scheduled.ts';
import { ShownStatus } from './statuses.ts';
import { Rating } from './surveys.ts';

/** Conversations, their legs, people and messages, as the routes answer them and frames carry them. */

export const StatusCategory = z.enum(['open', 'pending', 'snoozed', 'resolved']);
export type StatusCategory = z.infer<typeof StatusCategory>;
/** What brings a snoozed conversation back, beside a time. A customer who writes always does. */
export const WakeEvent = z.enum(['answer', 'note', 'callback', 'task']);
export type WakeEvent = z.infer<typeof WakeEvent>;
export const Priority = z.enum(['low', 'normal', 'high', 'urgent']);
export type Priority = z.infer<typeof Priority>;
export const AuthorKind = z.enum(['customer', 'person', 'bot', 'system']);
export type AuthorKind = z.infer<typeof AuthorKind>;
export const MessageVisibility = z.enum(['public', 'private', 'internal']);
export type MessageVisibility = z.infer<typeof MessageVisibility>;

/** Why an inbound message joined the conversation it did; stored, shown, translated by the front end. */
export const JoinReason = z.enum([
  'token',
  'code',
  'platform_thread',
  'reply_reference',
  'open_conversation',
  'reopening_window',
  'new_conversation',
  'started_by_agent',
  /** The customer waited elsewhere and asked to be written to here when it is their turn. */
  'kept_place',
  'moved',
]);
export type JoinReason = z.infer<typeof JoinReason>;

export const ConversationItem = z.strictObject({
  id: Id,
  protocol: z.string(),
  subject: z.string().nullable(),
  status: StatusCategory,
  /** The firm's own status under the category, if it has one. */
  ownStatus: ShownStatus.nullable(),
  priority: Priority,
  labelIds: z.array(Id),
  customer: CustomerRef,
  assigneeId: Id.nullable(),
  teamId: Id.nullable(),
  brandId: Id,
  channel: z.string(),
  inboxId: Id,
  preview: z.strictObject({ text: z.string(), kind: z.string(), authorKind: AuthorKind }).nullable(),
  lastSeq: z.number().int(),
  lastInboundSeq: z.number().int(),
  /** The reader's own mark; 0 in frames, where the client keeps its own. */
  readSeq: z.number().int(),
  waitingSince: Instant.nullable(),
  snoozedUntil: Instant.nullable(),
  /** How loud the matter is, 0 to 100 (public, complaint, reach, anger, the law, contacts in a row, what was sold). */
  loudness: z.number().int(),
  loudnessReasons: z.array(LoudnessReason),
  /** A person's word, in place of the points; null: the points count. */
  loudnessSet: z.number().int().nullable().default(null),
  /** Something of it was said where everybody reads. */
  public: z.boolean(),
  /** What the customer said of it last. */
  rating: Rating.nullable().default(null),
  /** It was merged: the matter goes on there, and this one is no longer listed. */
  mergedIntoId: Id.nullable(),
  /** What is owed in time; null: nothing is. */
  due: Due.nullable().default(null),
  /** People who are told of it, and therefore see it. */
  followerIds: z.array(Id).optional(),
  /** Who is asked to take it over, and sees it meanwhile. */
  guestId: Id.nullable().optional(),
  activeAt: Instant,
  createdAt: Instant,
});
export type ConversationItem = z.infer<typeof ConversationItem>;

/** A stretch of the conversation over one inbox to one identity, and what may be sent on it now. */
export const Leg = z.strictObject({
  id: Id,
  inboxId: Id,
  channel: z.string(),
  class: ChannelClass,
  identity: Identity,
  side: Side,
  /** Where the public side can be read. */
  url: z.string().nullable(),
  /** Name of the post or group. */
  threadName: z.string().nullable(),
  /** End of the window for free text; null = no window. */
  windowEndsAt: Instant.nullable(),
  lastInboundAt: Instant.nullable(),
  proposed: z.boolean(),
  joinReason: JoinReason,
  /** The customer has written here before; false means that a reply forces another channel on them. */
  usedByCustomer: z.boolean(),
});
export type Leg = z.infer<typeof Leg>;

export const Participant = z.strictObject({
  id: Id,
  role: ParticipantRole,
  customer: CustomerRef,
  identity: Identity,
});

export const Conversation = z.strictObject({
  ...ConversationItem.shape,
  customFields: CustomFields,
  followerIds: z.array(Id),
  participants: z.array(Participant),
  legs: z.array(Leg),
  /** Where the customer has written in other conversations only: a leg there would begin with this window. */
  writtenFrom: z.array(
    z.strictObject({ inboxId: Id, identityId: Id, lastInboundAt: Instant, windowEndsAt: Instant.nullable() }),
  ),
  /** Who got a copy of our newest mail here, as far as somebody chose; null: the participants so far. */
  copied: z.array(z.strictObject({ value: z.string(), name: z.string().optional() })).nullable(),
  botsPaused: z.boolean(),
  /** What the firm owes the public here, newest first. */
  duties: z.array(PublicDuty),
  /** Who put it aside, until what beside a time, and why; null: it is not snoozed. */
  snooze: z
    .strictObject({
      by: z.strictObject({ id: Id, name: z.string() }).nullable(),
      event: WakeEvent.nullable(),
      note: z.string().nullable(),
    })
    .nullable(),
  /** What is written and goes out later, or was held back; the nearest first. */
  scheduled: z.array(Scheduled),
  draft: z
    .strictObject({
      text: z.string(),
      html: z.string().nullable(),
      legId: Id.nullable(),
      internal: z.boolean(),
      at: Instant,
    })
    .nullable(),
});
export type Conversation = z.infer<typeof Conversation>;

export const Dispatch = z.strictObject({
  state: DispatchState,
  at: Instant,
  error: z.strictObject({ code: z.string(), text: z.string() }).nullable(),
});
/** An edit, deletion or reaction of ours that has not (or not yet) reached the platform. */
export const Amendment = z.strictObject({
  id: Id,
  kind: z.enum(['edit', 'deletion', 'reaction', 'hiding']),
  state: DispatchState,
  at: Instant,
  /** The words or emoji it would bring; null for a deletion and for a reaction taken back. */
  text: z.string().nullable(),
  error: z.strictObject({ code: z.string(), text: z.string() }).nullable(),
});
export type Amendment = z.infer<typeof Amendment>;
export const Message = z.strictObject({
  id: Id,
  conversationId: Id,
  seq: z.number().int(),
  at: Instant,
  author: z.strictObject({ kind: AuthorKind, id: Id.nullable(), name: z.string().nullable() }),
  visibility: MessageVisibility,
  channel: z.string().nullable(),
  inboxId: Id.nullable(),
  legId: Id.nullable(),
  content: Content,
  /** Whom a note names. */
  mentions: z.array(Mention).optional(),
  hasHtml: z.boolean(),
  hasMore: z.boolean(),
  attachments: z.array(Attachment),
  replyTo: z
    .strictObject({ id: Id, seq: z.number().int(), text: z.string(), author: z.string().nullable() })
    .nullable(),
  reactions: z.array(z.strictObject({ emoji: z.string(), by: z.string(), personId: Id.nullable() })),
  automatic: Automatic,
  echo: z.boolean(),
  /** Flat facts that came with it: page, advertisement, rating, reach. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Hidden from the public by our own hand. */
  hiddenAt: Instant.nullable(),
  editedAt: Instant.nullable(),
  deletedAt: Instant.nullable(),
  dispatch: Dispatch.nullable(),
  /** The newest change of ours to it, while it is on its way or went wrong. */
  amendment: Amendment.nullable(),
  /** The sender's own number of the message, to find the optimistic copy. */
  clientId: z.string().nullable(),
  joinReason: JoinReason.nullable(),
});
export type Message = z.infer<typeof Message>;
