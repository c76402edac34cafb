import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';

/** The labels, each once. Throws `refused` at the field when one is not the organisation's. */
export async function knownLabels(ctx: Ctx, ids: readonly string[], field: string): Promise<string[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('labels')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', wanted)
    .execute();
  if (rows.length !== wanted.length) throw refused('There is no such label.', field);
  return wanted;
}
