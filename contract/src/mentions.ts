import { z } from 'zod';
import { Id } from './primitives.ts';

/** People and teams named in an internal note. */

/** A stretch of the note's text, the @ included, in UTF-16 units, and whom it names. */
export const Mention = z.strictObject({
  personId: Id.nullable(),
  teamId: Id.nullable(),
  start: z.number().int().min(0).max(200_000),
  length: z.number().int().min(2).max(200),
});
export type Mention = z.infer<typeof Mention>;

export const MentionInput = Mention.refine(
  ({ personId, teamId }) => (personId === null) !== (teamId === null),
  'A person or a team.',
);
export const mentionsAtMost = 20;
/** More people are not told of one note. */
export const peopleAtMost = 100;
