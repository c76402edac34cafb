import type { LoudnessReason } from '@meada/contract/public';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { emitChanged } from '../store.ts';
import { withValue } from './standing.ts';

type Row = { id: string; loudness: number; set: number | null; reasons: LoudnessReason[] };

/**
 * What was sold to a customer so far (smallest unit of the currency) becomes part of how loud their unresolved matters are.
 * `customerId` is the canonical one; merged ones count with it.
 */
export async function valueCustomer(ctx: Ctx, customerId: string, sold: number): Promise<void> {
  const { rows } = await sql<Row>`
    SELECT c.id, c.loudness, c.loudness_set AS set, c.loudness_reasons AS reasons
    FROM conversations c JOIN customers u ON u.org_id = c.org_id AND u.id = c.customer_id
    WHERE c.org_id = ${ctx.orgId} AND u.canonical_id = ${customerId} AND c.status <> 'resolved'
    ORDER BY c.id FOR UPDATE OF c`.execute(ctx.db);
  for (const { id, set, reasons, loudness } of rows) {
    const now = withValue(reasons, sold);
    if (JSON.stringify(now.reasons) === JSON.stringify(reasons)) continue;
    const next = set ?? now.points;
    await ctx.db
      .updateTable('conversations')
      .set({ loudness: next, loudness_reasons: JSON.stringify(now.reasons) })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .execute();
    if (next !== loudness) emitChanged(ctx, id, ['loudness']);
  }
}
