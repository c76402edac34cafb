import { type RawBuilder, sql } from 'kysely';

/**
 * Whether a value `v` of a record `c` is the one its group shows, by the rule of `standing.ts`: the newest choice of a
 * merge that says anything, the root's own word, that of the oldest record that has one. Whoever nothing was merged into
 * speaks for themselves.
 */
export function isStandingValue(orgId: string, name: string): RawBuilder<boolean> {
  const said = sql`nullif(nullif(w.custom_fields -> ${name}, 'null'::jsonb), '""'::jsonb) IS NOT NULL`;
  const field = `field:${name}`;
  return sql<boolean>`CASE
    WHEN c.canonical_id IN (SELECT g.into_id FROM customer_merges g WHERE g.org_id = ${orgId} AND g.undone_at IS NULL)
    THEN c.id = coalesce((
      SELECT w.id FROM customer_merges g JOIN customers w ON w.org_id = g.org_id AND w.id = (g.choices ->> ${field})::uuid
      WHERE g.org_id = ${orgId} AND g.into_id = c.canonical_id AND g.undone_at IS NULL AND NOT ${field} = ANY (g.overruled)
        AND w.canonical_id = c.canonical_id AND ${said} ORDER BY g.at DESC, g.id DESC LIMIT 1), (
      SELECT w.id FROM customers w WHERE w.org_id = ${orgId} AND w.canonical_id = c.canonical_id AND ${said}
      ORDER BY (w.id = w.canonical_id) DESC, w.created_at, w.id LIMIT 1))
    ELSE true END`;
}
