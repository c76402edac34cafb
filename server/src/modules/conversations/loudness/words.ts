import type { OwnWord } from '@meada/contract/public';
import type { Ctx } from '../../../kernel/ctx.ts';
import { type Loudness, loudnessOf } from './loudness.ts';

/** The firm's own words. */
export async function readLoudWords(ctx: Ctx): Promise<{ items: OwnWord[] }> {
  const row = await ctx.db
    .selectFrom('organisations')
    .select('loud_words')
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  return { items: row.loud_words as OwnWord[] };
}

/** How loud a text would be for this firm. */
export async function tryLoudness(ctx: Ctx, text: string): Promise<Loudness> {
  const { items } = await readLoudWords(ctx);
  return loudnessOf({ content: { v: 1, kind: 'text', text } }, items);
}
