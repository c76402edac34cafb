import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { seenBy } from '../visibility.ts';

/**
 * Which of these conversations a browser may not keep: unknown, hidden, gone elsewhere by a merge, or of an erased customer.
 * Foreign ones are answered as unknown ones are.
 */
export async function readGone(ctx: Ctx, query: { ids: string }): Promise<{ gone: string[] }> {
  const ids = [...new Set(query.ids.split(',').filter(Boolean))];
  if (ids.length === 0) return { gone: [] };
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM conversations c
    JOIN customers u ON u.org_id = c.org_id AND u.id = c.customer_id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ANY(${ids}::uuid[]) AND c.merged_into_id IS NULL
      AND u.erased_at IS NULL AND ${seenBy(ctx.actor)}`.execute(ctx.db);
  const seen = new Set(rows.map(({ id }) => id));
  return { gone: ids.filter((id) => !seen.has(id)) };
}
