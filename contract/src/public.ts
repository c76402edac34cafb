import { z } from 'zod';
import { EmailAddress, Id, Instant, lineOf, textOf } from './primitives.ts';

/** The public side of a conversation: comments, mentions, reviews, complaints on a site. */

/** Which side of a conversation a leg is: read by everybody, or by firm and customer alone. */
export const Side = z.enum(['private', 'public']);
export type Side = z.infer<typeof Side>;

export const PublicKind = z.enum(['comment', 'mention', 'story', 'post', 'complaint', 'review']);
export type PublicKind = z.infer<typeof PublicKind>;

/** What a platform tells about something said in public, as a plug-in gives it with the message. */
export const PublicMatter = z.strictObject({
  kind: PublicKind,
  /** Where everybody can read it. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  /** The platform's own deadline for an answer. */
  deadlineAt: Instant.optional(),
  /** 0 worst to 1 best (one star of five = 0, five = 1). */
  rating: z.number().min(0).max(1).optional(),
  /** How many people follow the author: who may read it. */
  reach: z.number().int().min(0).optional(),
  /** False: nothing more is owed for it (a rating after the answer, a closing); it only says how it ended. */
  owes: z.boolean().optional(),
});
export type PublicMatter = z.infer<typeof PublicMatter>;

/**
 * `open`: nobody has answered in public. `answered`: we have, the matter goes on. `to_publish`: solved elsewhere, the
 * solution waits to be published. `published` and `waived` (with a reason) are the ends.
 */
export const DutyState = z.enum(['open', 'answered', 'to_publish', 'published', 'waived']);
export type DutyState = z.infer<typeof DutyState>;

/** What the firm owes the public in one conversation. */
export const PublicDuty = z.strictObject({
  id: Id,
  conversationId: Id,
  legId: Id,
  inboxId: Id,
  messageId: Id,
  kind: PublicKind,
  state: DutyState,
  url: z.string().nullable(),
  rating: z.number().nullable(),
  dueAt: Instant.nullable(),
  reason: z.string().nullable(),
  createdAt: Instant,
  settledAt: Instant.nullable(),
});
export type PublicDuty = z.infer<typeof PublicDuty>;

/** Whose business a public deadline is: who has the conversation, who answers for the inbox; if nobody does, everybody's who sees it. */
export const answersForDuty = (
  personId: string | null,
  { assigneeId, ownerId }: { assigneeId: string | null; ownerId: string | null },
): boolean => (assigneeId === null && ownerId === null) || personId === assigneeId || personId === ownerId;

/** Why a matter is loud; `points` add up to its loudness, at most 100. */
export const LoudnessReason = z.strictObject({
  code: z.enum([
    ...['public', 'complaint', 'low_rating', 'reach'],
    ...['legal', 'anger', 'shouting', 'own'],
    ...['repeat', 'unanswered', 'value'],
  ] as const),
  points: z.number().int(),
  /** The words found, or the number it follows from. */
  detail: textOf(200).optional(),
});
export type LoudnessReason = z.infer<typeof LoudnessReason>;

/** From how many points on a matter counts as loud. */
export const loudFrom = 40;

/** A word of the firm's own that makes a matter louder, or less loud; `*` at its end stands for any ending. */
export const OwnWord = z.strictObject({
  word: z
    .string()
    .trim()
    .min(2)
    .max(60)
    .regex(/^[\p{L}\p{M}\p{N} .'’-]+\*?$/u),
  points: z.number().int().min(-40).max(40),
});
export type OwnWord = z.infer<typeof OwnWord>;

const HttpUrl = z.url({ protocol: /^https?$/ }).max(2000);

/** What somebody has read on a complaint site and writes down by hand. */
export const WrittenDown = z.strictObject({
  /** One per form: a second copy of it is nothing new. */
  clientId: Id,
  /** Name of the site, as people say it. */
  site: lineOf(100, 1),
  url: HttpUrl.optional(),
  /** The site's own number of the complaint: what is written down under it later joins the same conversation. */
  reference: lineOf(100).optional(),
  title: lineOf(300).optional(),
  text: textOf(20_000, 1),
  customer: z.strictObject({
    name: lineOf(200, 1),
    email: EmailAddress.optional(),
    phone: lineOf(32).optional(),
  }),
  deadlineAt: Instant.optional(),
  rating: z.number().min(0).max(1).optional(),
});
export type WrittenDown = z.infer<typeof WrittenDown>;
