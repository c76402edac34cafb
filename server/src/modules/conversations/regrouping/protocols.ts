import type { Ctx } from '../../../kernel/ctx.ts';

/** The protocol numbers of the two sides. */
export async function protocolsOf(
  ctx: Ctx,
  fromId: string,
  intoId: string,
): Promise<{ from: string; into: string }> {
  const rows = await ctx.db
    .selectFrom('conversations')
    .select(['id', 'protocol'])
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', [fromId, intoId])
    .execute();
  const of = (id: string): string => rows.find((row) => row.id === id)?.protocol ?? '';
  return { from: of(fromId), into: of(intoId) };
}
