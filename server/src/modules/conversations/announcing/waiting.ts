import { type RawBuilder, sql } from 'kysely';

/**
 * Somebody of a customer's group waits for an answer that the SAC decree asks for: nothing is announced to them meanwhile
 * (Decreto 11.034/2022, art. 4 § 5). A demand counts that has a deadline, and words that wait where the clock is not counted yet.
 */
export const waitsForAnswer = (root: RawBuilder<unknown>) => sql<boolean>`EXISTS (SELECT FROM customers wg
  JOIN conversations wc ON wc.org_id = wg.org_id AND wc.customer_id = wg.id
  JOIN brands wb ON wb.org_id = wc.org_id AND wb.id = wc.brand_id AND wb.sac_since IS NOT NULL
  WHERE wg.org_id = r.org_id AND wg.canonical_id = ${root} AND (wc.waiting_since >= wb.sac_since OR EXISTS (SELECT FROM deadlines wd
    WHERE wd.org_id = wc.org_id AND wd.conversation_id = wc.id AND wd.what = 'decree' AND wd.ended_at IS NULL)))`;
