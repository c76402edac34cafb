import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

/** A customer as lists name them. */
export type CustomerRefRow = { id: string; name: string | null; display: string; verified: boolean };

/** Names of identity kinds that only name a browser or device. */
export const anonymousKinds = (ctx: Pick<Ctx, 'ports'>): string[] =>
  [...ctx.ports.identityKinds.values()].filter((kind) => kind.anonymous).map((kind) => kind.kind);

/**
 * LATERAL sub-query: the reference of the customer whose root is `root`. The address shown is a proven one first, then
 * one that can be read; a browser's random number is cut short.
 */
export function customerRef(
  ctx: Pick<Ctx, 'orgId' | 'ports'>,
  root: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const anonymous = anonymousKinds(ctx);
  return sql`(
    SELECT r.id, r.name, coalesce(a.display, '') AS display, coalesce(a.verified, false) AS verified
    FROM customers r LEFT JOIN LATERAL (
      SELECT CASE WHEN i.kind = ANY(${anonymous}) THEN '#' || right(i.value, 6) ELSE i.canonical END AS display,
        bool_or(i.verified_at IS NOT NULL AND i.kind <> ALL(${anonymous})) OVER () AS verified
      FROM customers g JOIN identities i ON i.org_id = g.org_id AND i.customer_id = g.id
      WHERE g.org_id = r.org_id AND g.canonical_id = r.id AND i.ended_at IS NULL
      ORDER BY i.kind = ANY(${anonymous}), i.verified_at IS NULL, i.created_at, i.id LIMIT 1
    ) a ON true
    WHERE r.org_id = ${ctx.orgId} AND r.id = ${root})`;
}

export const refOf = (row: CustomerRefRow) => ({
  id: row.id,
  name: row.name,
  display: row.display,
  avatarUrl: null,
  verified: row.verified,
});
