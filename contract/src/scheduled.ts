import { z } from 'zod';
import { Attachment, Outgoing } from './content.ts';
import { Id, Instant } from './primitives.ts';

/** What was written and goes out later: after a few seconds, or at a chosen time. */

/** Seconds in which something sent can be taken back; 0: it goes at once. */
export const undoChoices = [0, 5, 10, 20, 30] as const;
export const UndoSeconds = z.literal(undoChoices);
export type UndoSeconds = z.infer<typeof UndoSeconds>;

/** `undo`: sent, and can still be taken back. `later`: for a time its author chose. */
export const ScheduledPurpose = z.enum(['undo', 'later']);
export type ScheduledPurpose = z.infer<typeof ScheduledPurpose>;

/** Why something did not go out when it was due; shown and translated by the front end. */
export const HeldReason = z.enum([
  'answered',
  'colleague_answered',
  'window_closed',
  'opted_out',
  'channel_cannot',
  'forbidden',
  'not_found',
  'deactivated',
  'blocked',
  'file_gone',
  'message_gone',
  'refused',
  'failed',
]);
export type HeldReason = z.infer<typeof HeldReason>;

export const Scheduled = z.strictObject({
  id: Id,
  conversationId: Id,
  author: z.strictObject({ id: Id, name: z.string() }),
  purpose: ScheduledPurpose,
  /** Of its first message; the files are those of all of them. */
  content: Outgoing,
  internal: z.boolean(),
  legId: Id.nullable(),
  attachments: z.array(Attachment),
  dueAt: Instant,
  /** It does not go out when the customer writes before. */
  unlessAnswered: z.boolean(),
  state: z.enum(['waiting', 'held']),
  reason: HeldReason.nullable(),
  createdAt: Instant,
});
export type Scheduled = z.infer<typeof Scheduled>;
