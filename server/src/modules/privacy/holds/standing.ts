import type { LegalHold } from '@meada/contract/routes/privacy';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

type Row = Omit<LegalHold, 'createdAt' | 'releasedAt'> & { createdAt: Date; releasedAt: Date | null };

/** Whether a hold `h` stands on this day of the firm. */
export const standsNow = (
  ctx: Pick<Ctx, 'orgId' | 'clock'>,
) => sql<boolean>`(h.released_at IS NULL AND (h.until IS NULL
  OR h.until >= (${ctx.clock.now()}::timestamptz AT TIME ZONE (SELECT time_zone FROM organisations WHERE id = ${ctx.orgId}))::date))`;

/** A customer `c` of whom somebody of the group is held. */
export const isHeld = (
  ctx: Pick<Ctx, 'orgId' | 'clock'>,
  canonicalId: ReturnType<typeof sql.ref>,
) => sql<boolean>`EXISTS (
  SELECT FROM legal_holds h JOIN customers g ON g.org_id = h.org_id AND g.id = h.customer_id
  WHERE h.org_id = ${ctx.orgId} AND g.canonical_id = ${canonicalId} AND ${standsNow(ctx)})`;

/** Holds of the firm or of one customer's group, standing ones first. */
export async function holdsOf(ctx: Ctx, root: string | null): Promise<LegalHold[]> {
  const { rows } = await sql<Row>`
    SELECT h.id, h.customer_id AS "customerId", r.id AS "rootId", r.name AS "customerName", h.reason, h.until::text AS until,
      ${standsNow(ctx)} AS stands, h.created_by AS "createdBy", h.created_at AS "createdAt", h.released_at AS "releasedAt",
      h.released_by AS "releasedBy", h.release_reason AS "releaseReason"
    FROM legal_holds h JOIN customers c ON c.org_id = h.org_id AND c.id = h.customer_id
    JOIN customers r ON r.org_id = c.org_id AND r.id = c.canonical_id
    WHERE h.org_id = ${ctx.orgId} AND (${root}::uuid IS NULL OR c.canonical_id = ${root}::uuid)
    ORDER BY stands DESC, h.created_at DESC LIMIT 500`.execute(ctx.db);
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    releasedAt: row.releasedAt?.toISOString() ?? null,
  }));
}
