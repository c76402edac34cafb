import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { basisOf } from './ledger.ts';
import { decide, type Line } from './rules.ts';

/** Whether somebody may not be written to for the purpose, on a channel at an address. */
export type Refuses = (root: string, way: { channel: string; matchKey: string }) => boolean;

/**
 * What many customers refuse, for what is only proposed: by the same rule as `mayContact`, which asks again when something is
 * written. Two queries however many there are.
 */
export async function refusalsOf(ctx: Ctx, roots: readonly string[], purpose: string): Promise<Refuses> {
  const { rows } = await sql<Line & { root: string | null }>`
    WITH g AS (SELECT c.id, c.canonical_id AS root FROM customers c
      WHERE c.org_id = ${ctx.orgId} AND c.canonical_id = ANY (${[...roots]}::uuid[]))
    SELECT g.root, k.n, k.purpose, k.channel, i.match_key AS "matchKey", k.state, k.at
    FROM g JOIN consents k ON k.org_id = ${ctx.orgId} AND k.customer_id = g.id
    LEFT JOIN identities i ON i.org_id = k.org_id AND i.id = k.identity_id
    UNION
    -- What the holder of an address took back as whichever customer they are known.
    SELECT NULL, k.n, k.purpose, k.channel, i.match_key, k.state, k.at
    FROM g JOIN identities own ON own.org_id = ${ctx.orgId} AND own.customer_id = g.id
    JOIN identities i ON i.org_id = own.org_id AND i.match_key = own.match_key
    JOIN consents k ON k.org_id = i.org_id AND k.identity_id = i.id AND k.state <> 'given'`.execute(ctx.db);
  const basis = await basisOf(ctx, purpose);
  return (root, { channel, matchKey }) => {
    const lines = rows.filter((row) => (row.root === null ? row.matchKey === matchKey : row.root === root));
    return !decide(lines, basis, { purpose, channel, matchKey }).allowed;
  };
}
