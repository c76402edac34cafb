import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

/**
 * Which facts whoever holds an identity has given, by kind: for forms that need not ask again. Kinds only: a browser may be
 * used by several people, and what one of them told is shown to none.
 */
export async function knownKinds(ctx: Pick<Ctx, 'db' | 'orgId'>, identityId: string): Promise<Set<string>> {
  const result = await sql<{ kind: string }>`
    WITH people AS (
      SELECT m.id FROM identities i
      JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
      JOIN customers m ON m.org_id = c.org_id AND m.canonical_id = c.canonical_id
      WHERE i.org_id = ${ctx.orgId} AND i.id = ${identityId})
    SELECT f.kind FROM people p JOIN customer_facts f
      ON f.org_id = ${ctx.orgId} AND f.customer_id = p.id AND f.ended_at IS NULL
    UNION
    SELECT CASE WHEN i.match_key LIKE 'tel:%' THEN 'phone' ELSE i.kind END FROM people p JOIN identities i
      ON i.org_id = ${ctx.orgId} AND i.customer_id = p.id AND i.ended_at IS NULL`.execute(ctx.db);
  return new Set(result.rows.map(({ kind }) => kind));
}
