import type { Ctx } from '../../../kernel/ctx.ts';

/** A key that more records have says too little: those who have only such keys in common are told apart by nothing. */
const holdersAtMost = 32;
/** Records a record is compared with at most, those with the rarest keys in common first. */
export const candidatesAtMost = 24;

/**
 * Other groups that have a key in common with a record, those with the rarest first. The one statement of a live look-up:
 * each key is one range of the primary key, cut at `holdersAtMost`.
 */
export async function candidatesFor(
  ctx: Pick<Ctx, 'client' | 'orgId'>,
  rootId: string,
  keys: readonly string[],
): Promise<string[]> {
  if (keys.length === 0) return [];
  const result = await ctx.client.query<{ root: string }>({
    name: 'match_candidates',
    text: `SELECT c.canonical_id AS root FROM (
        SELECT h.ids, cardinality(h.ids) AS many FROM unnest($2::bigint[]) AS q(key)
        CROSS JOIN LATERAL (SELECT ARRAY(SELECT k.customer_id FROM match_keys k
          WHERE k.org_id = $1 AND k.key = q.key LIMIT ${holdersAtMost}) AS ids) h) s
      CROSS JOIN LATERAL unnest(s.ids) AS m(id)
      JOIN customers c ON c.org_id = $1 AND c.id = m.id
      WHERE s.many < ${holdersAtMost} AND c.canonical_id <> $3
      GROUP BY c.canonical_id ORDER BY sum(1.0 / s.many) DESC, c.canonical_id LIMIT ${candidatesAtMost}`,
    values: [ctx.orgId, keys, rootId],
  });
  return result.rows.map((row) => row.root);
}

/**
 * Groups that hold one of these very addresses (current ones), at most as many as anybody compares with: the exact
 * look-up, by the index of identities.
 */
export async function holdersFor(
  ctx: Pick<Ctx, 'client' | 'orgId'>,
  rootId: string,
  matchKeys: readonly string[],
): Promise<string[]> {
  if (matchKeys.length === 0) return [];
  const result = await ctx.client.query<{ root: string }>({
    name: 'match_holders',
    text: `SELECT DISTINCT c.canonical_id AS root FROM unnest($2::text[]) AS q(key)
      CROSS JOIN LATERAL (SELECT i.customer_id FROM identities i
        WHERE i.org_id = $1 AND i.match_key = q.key AND i.ended_at IS NULL LIMIT ${candidatesAtMost}) h
      JOIN customers c ON c.org_id = $1 AND c.id = h.customer_id WHERE c.canonical_id <> $3 LIMIT ${candidatesAtMost}`,
    values: [ctx.orgId, matchKeys, rootId],
  });
  return result.rows.map((row) => row.root);
}
