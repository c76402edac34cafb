import type { OwnWord } from '@meada/contract/public';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';

/** Changes the firm's own words; the last of a word written twice counts. */
export async function putLoudWords(
  ctx: Ctx,
  { items }: { items: readonly OwnWord[] },
): Promise<{ items: OwnWord[] }> {
  permit(ctx.actor, 'organisation.manage');
  const words = [...new Map(items.map((item) => [item.word.toLowerCase(), item])).values()];
  await ctx.db
    .updateTable('organisations')
    .set({ loud_words: JSON.stringify(words) })
    .where('id', '=', ctx.orgId)
    .execute();
  ctx.emit({ name: 'organisation.changed', facts: {} });
  ctx.audit({ action: 'loudness.words_changed', facts: { count: words.length } });
  return { items: words };
}
