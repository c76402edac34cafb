import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

export type SuggestInput = {
  customerId: string;
  otherId: string;
  reason: string;
  evidence?: Record<string, unknown>;
};

/** Suggests that two customers are one human. A pair is suggested once; a dismissed one does not come back. */
export async function suggestMerge(ctx: Ctx, input: SuggestInput): Promise<void> {
  if (input.customerId === input.otherId) return;
  const result = await ctx.db
    .insertInto('merge_suggestions')
    .values({
      org_id: ctx.orgId,
      id: ctx.ids.uuid(),
      customer_id: input.customerId,
      other_id: input.otherId,
      reason: input.reason,
      evidence: sql`${JSON.stringify(input.evidence ?? {})}::jsonb`,
    })
    .onConflict((pair) => pair.doNothing())
    .executeTakeFirst();
  if (Number(result.numInsertedOrUpdatedRows ?? 0) === 0) return;
  ctx.emit({ name: 'suggestion.created', facts: { customerId: input.customerId, otherId: input.otherId } });
}
