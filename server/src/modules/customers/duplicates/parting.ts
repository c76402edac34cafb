import { type RawBuilder, sql } from 'kysely';

/**
 * The merge whose undoing parts the two records of a suggestion `s` that are one now, whoever merged them and where: the
 * newest that stands on the way from one to the other. Null while they are two.
 */
export const partingMerge: RawBuilder<string | null> = sql<string | null>`(
  WITH RECURSIVE way AS (
    SELECT g.id, g.into_id, g.at FROM customer_merges g
    WHERE g.org_id = s.org_id AND g.undone_at IS NULL AND g.from_id = s.customer_id
    UNION ALL
    SELECT g.id, g.into_id, g.at FROM customer_merges g
    WHERE g.org_id = s.org_id AND g.undone_at IS NULL AND g.from_id = s.other_id
    UNION ALL
    SELECT g.id, g.into_id, g.at FROM way w
    JOIN customer_merges g ON g.org_id = s.org_id AND g.undone_at IS NULL AND g.from_id = w.into_id)
  SELECT way.id FROM way GROUP BY way.id, way.at HAVING count(*) = 1 ORDER BY way.at DESC, way.id DESC LIMIT 1)`;
