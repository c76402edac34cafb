import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { partingMerge } from './parting.ts';

export type PairRow = {
  reason: string;
  score: number;
  settledAt: Date | null;
  laterUntil: Date | null;
  /** Roots of the two now. */
  a: string;
  b: string;
  /** The merge that made the two one, while it stands. */
  mergeId: string | null;
};

/** A pair of the queue as it stands now. */
export async function loadPair(ctx: Ctx, id: string): Promise<PairRow | undefined> {
  const { rows } = await sql<PairRow>`
    SELECT s.reason, s.score, s.settled_at AS "settledAt", s.later_until AS "laterUntil", a.canonical_id AS a, b.canonical_id AS b,
      CASE WHEN a.canonical_id = b.canonical_id THEN ${partingMerge} END AS "mergeId"
    FROM merge_suggestions s
    JOIN customers a ON a.org_id = s.org_id AND a.id = s.customer_id
    JOIN customers b ON b.org_id = s.org_id AND b.id = s.other_id
    WHERE s.org_id = ${ctx.orgId} AND s.id = ${id}`.execute(ctx.db);
  return rows[0];
}
