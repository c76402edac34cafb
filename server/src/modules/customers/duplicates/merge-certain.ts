import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { mergeInto } from '../merge.ts';
import { lockIdentities } from '../store.ts';

type Row = {
  a: string;
  b: string;
  aVerified: boolean;
  bVerified: boolean;
  aAt: Date;
  bAt: Date;
  reason: string;
};

/**
 * Merges suggestions that are certain without asking, where the owner allows that: each into the one that is verified, else
 * into the older one. What is one already, or was settled meanwhile, is passed over. Answers how many were merged.
 */
export async function mergeCertain(ctx: Ctx, suggestionIds: readonly string[]): Promise<number> {
  if (suggestionIds.length === 0) return 0;
  await lockIdentities(ctx);
  let merged = 0;
  for (const suggestionId of suggestionIds) {
    const row = await pairOf(ctx, suggestionId);
    if (!row) continue;
    const stays = row.aVerified === row.bVerified ? row.aAt <= row.bAt : row.aVerified;
    const [fromId, intoId] = stays ? [row.b, row.a] : [row.a, row.b];
    await mergeInto(ctx, { fromId, intoId, reason: row.reason, evidence: { suggestionId, unasked: true } });
    merged += 1;
  }
  return merged;
}

const isVerified = (root: string) => sql`EXISTS (SELECT FROM customers m
  JOIN identities i ON i.org_id = m.org_id AND i.customer_id = m.id AND i.verified_at IS NOT NULL AND i.ended_at IS NULL
  WHERE m.org_id = s.org_id AND m.canonical_id = ${sql.ref(root)})`;

async function pairOf(ctx: Ctx, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    SELECT ra.id AS a, rb.id AS b, ${isVerified('ra.id')} AS "aVerified", ${isVerified('rb.id')} AS "bVerified",
      ra.created_at AS "aAt", rb.created_at AS "bAt", s.reason
    FROM merge_suggestions s
    JOIN customers a ON a.org_id = s.org_id AND a.id = s.customer_id
    JOIN customers b ON b.org_id = s.org_id AND b.id = s.other_id
    JOIN customers ra ON ra.org_id = s.org_id AND ra.id = a.canonical_id
    JOIN customers rb ON rb.org_id = s.org_id AND rb.id = b.canonical_id
    WHERE s.org_id = ${ctx.orgId} AND s.id = ${id} AND s.certain AND s.settled_at IS NULL AND ra.id <> rb.id`.execute(
    ctx.db,
  );
  return rows[0];
}
