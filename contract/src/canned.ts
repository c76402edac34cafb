import { z } from 'zod';
import { Attachment } from './content.ts';
import { Id, Locale, lineOf, textOf } from './primitives.ts';

/** Canned replies: words an agent puts into a message, in the form that suits the channel and the customer's language. */

/** Who sees a reply or a macro: everybody, the members of some teams, or only who made it. */
export const ShownTo = z.enum(['all', 'teams', 'own']);
export type ShownTo = z.infer<typeof ShownTo>;

const words = {
  text: textOf(5000, 1),
  /** The same as rich text, where a channel has it. */
  html: textOf(50_000).nullable().default(null),
};
export const CannedWording = z.strictObject({
  /** Ids of channels it is for; none: every one. */
  channels: z.array(lineOf(64, 1)).max(50),
  /** The language it is in; null: the firm's own. */
  locale: Locale.nullable(),
  ...words,
});
export type CannedWording = z.infer<typeof CannedWording>;

export const shared = {
  folder: lineOf(60).default(''),
  shownTo: ShownTo.default('all'),
  teamIds: z.array(Id).max(50).default([]),
};

export const CannedInput = z.strictObject({
  shortcut: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9_-]{1,40}$/),
  title: lineOf(120, 1),
  ...words,
  wordings: z.array(CannedWording).max(20).default([]),
  ...shared,
  /** Own uploads that are to stay with it, and files it has, in order. */
  attachmentIds: z.array(Id).max(10).default([]),
});
export type CannedInput = z.infer<typeof CannedInput>;

export const CannedReply = z.strictObject({
  id: Id,
  shortcut: z.string(),
  title: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  wordings: z.array(CannedWording),
  folder: z.string(),
  shownTo: ShownTo,
  teamIds: z.array(Id),
  files: z.array(Attachment),
  /** How often it was taken by everybody, and by the reader. */
  uses: z.number().int(),
  ownUses: z.number().int(),
  /** Whether the reader may change it. */
  mayChange: z.boolean(),
});
export type CannedReply = z.infer<typeof CannedReply>;

export type Words = { text: string; html: string | null; locale: Locale | null };
type Where = { channel: string | null; locale: Locale | null; ownLocale: Locale };

/**
 * The words for a channel and a language: of the wordings that are not for something else, the one that fits best. A
 * language the customer does not read is worse than words that are too long for the channel.
 */
export function wordsFor(
  reply: Pick<CannedReply, 'text' | 'html'> & { wordings: readonly CannedWording[] },
  { channel, locale, ownLocale }: Where,
): Words {
  const wanted = locale ?? ownLocale;
  let best: { score: number; words: Words } = {
    score: wanted === ownLocale ? 4 : 0,
    words: { text: reply.text, html: reply.html, locale: null },
  };
  for (const { channels, ...one } of reply.wordings) {
    if (channels.length > 0 && (channel === null || !channels.includes(channel))) continue;
    const language =
      (one.locale ?? ownLocale) === wanted ? 4 : (one.locale ?? ownLocale) === ownLocale ? 0 : -8;
    const score = language + (channels.length > 0 ? 2 : 0) + (one.locale !== null ? 1 : 0);
    if (score > best.score) best = { score, words: one };
  }
  return best.words;
}
