import { z } from 'zod';
import { Id } from './primitives.ts';

/** The firm's own statuses; each stands under a category that says what it means for the work. */

export const OwnCategory = z.enum(['open', 'pending', 'resolved']);
export type OwnCategory = z.infer<typeof OwnCategory>;

export const Status = z.strictObject({
  id: Id,
  category: OwnCategory,
  name: z.string(),
  colour: z.string(),
  /** Conversations of the category that nobody gave another one have it. */
  isDefault: z.boolean(),
  /** Not given any more; conversations that have it keep it. */
  archived: z.boolean(),
});
export type Status = z.infer<typeof Status>;

/** The status a conversation shows, as its name and colour; null: the category's own name. */
export const ShownStatus = z.strictObject({ id: Id, name: z.string(), colour: z.string() });
export type ShownStatus = z.infer<typeof ShownStatus>;
