import { clockIn, isWithin } from '@meada/contract/preferred-hours';
import type { PreferredHours } from '@meada/contract/routes/preferences';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

type Row = { hours: PreferredHours | null; zone: string; n: number };

/** How many of the reached (rows with `root` and `why`) said hours of their own, and it is none of them now. */
export async function countOutsideHours(ctx: Ctx, reached: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<Row>`
    SELECT h.hours, o.time_zone AS zone, count(*)::int AS n FROM (${reached}) AS q
    JOIN organisations o ON o.id = ${ctx.orgId}
    CROSS JOIN LATERAL (SELECT s.value -> 'hours' AS hours FROM customers c
      JOIN customer_preferences s ON s.org_id = c.org_id AND s.customer_id = c.id AND s.kind = 'hours'
      WHERE c.org_id = ${ctx.orgId} AND c.canonical_id = q.root ORDER BY s.at DESC LIMIT 1) AS h
    WHERE q.why IS NULL GROUP BY 1, 2`.execute(ctx.db);
  const now = ctx.clock.now();
  return rows
    .filter(({ hours, zone }) => hours !== null && !isWithin(hours, clockIn(zone, now)))
    .reduce((sum, { n }) => sum + n, 0);
}
