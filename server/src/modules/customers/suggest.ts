import type { Ctx } from '../../kernel/ctx.ts';
import { jsonOf } from '../../kernel/db/bulk.ts';

export type SuggestInput = {
  customerId: string;
  otherId: string;
  reason: string;
  evidence?: Record<string, unknown>;
};

/**
 * Suggests for any number of pairs that they are one human, by one statement. A pair is suggested once; a dismissed one
 * does not come back. A proof says more than likeness: where only that stood, the proof is the reason now.
 */
export async function suggestMerges(ctx: Ctx, inputs: readonly SuggestInput[]): Promise<void> {
  const pairs = onePerPair(inputs.filter((input) => input.customerId !== input.otherId));
  if (pairs.length === 0) return;
  const rows = pairs.map((pair) => ({ ...pair, id: ctx.ids.uuid(), evidence: pair.evidence ?? {} }));
  const result = await ctx.client.query<{ customerId: string; otherId: string }>({
    name: 'suggest_merges',
    text: `INSERT INTO merge_suggestions (org_id, id, customer_id, other_id, reason, evidence)
      SELECT $1, r.id, r."customerId", r."otherId", r.reason, r.evidence
      FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, "customerId" uuid, "otherId" uuid, reason text, evidence jsonb)
      ON CONFLICT (org_id, least(customer_id, other_id), greatest(customer_id, other_id))
      DO UPDATE SET reason = excluded.reason, evidence = excluded.evidence
        WHERE merge_suggestions.settled_at IS NULL AND merge_suggestions.reason = 'looks_alike'
      RETURNING customer_id AS "customerId", other_id AS "otherId"`,
    values: [ctx.orgId, jsonOf(rows)],
  });
  for (const facts of result.rows) ctx.emit({ name: 'suggestion.created', facts });
}

const onePerPair = (inputs: readonly SuggestInput[]): SuggestInput[] => [
  ...new Map(inputs.map((input) => [[input.customerId, input.otherId].sort().join(' '), input])).values(),
];

/** Suggests that two customers are one human. */
export const suggestMerge = (ctx: Ctx, input: SuggestInput): Promise<void> => suggestMerges(ctx, [input]);
