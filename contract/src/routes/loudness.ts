import { z } from 'zod';
import { Id, textOf } from '../primitives.ts';
import { LoudnessReason, OwnWord } from '../public.ts';
import { defineRoute } from '../route.ts';

/** How loud matters are: a person's word on one, and the firm's own words. */

const done = z.strictObject({ ok: z.literal(true) });

export const setLoudness = defineRoute({
  id: 'loudness.set',
  method: 'PUT',
  path: '/api/conversations/:id/loudness',
  access: 'conversations.reply',
  summary: 'Says how loud a matter is, whatever its points; null: the points count again',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ points: z.number().int().min(0).max(100).nullable() }),
  response: done,
});
export const readLoudWords = defineRoute({
  id: 'loudness.words.read',
  method: 'GET',
  path: '/api/loudness/words',
  access: 'conversations.read',
  summary: 'The firm’s own words that make a matter louder, or less loud',
  response: z.strictObject({ items: z.array(OwnWord) }),
});
export const putLoudWords = defineRoute({
  id: 'loudness.words.put',
  method: 'PUT',
  path: '/api/loudness/words',
  access: 'organisation.manage',
  summary: 'Changes the firm’s own words; messages from now on are read with them',
  body: z.strictObject({ items: z.array(OwnWord).max(200) }),
  response: z.strictObject({ items: z.array(OwnWord) }),
});
export const tryLoudness = defineRoute({
  id: 'loudness.try',
  method: 'POST',
  path: '/api/loudness/try',
  access: 'conversations.read',
  summary: 'How loud a text would be, and why; nothing is kept',
  body: z.strictObject({ text: textOf(5000) }),
  response: z.strictObject({ points: z.number().int(), reasons: z.array(LoudnessReason) }),
});
