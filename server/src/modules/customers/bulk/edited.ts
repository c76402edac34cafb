import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { ToUndo } from './made.ts';

/** What shows, in each table a list writes into, that somebody or something has used a row since. */
export const touched = {
  identities: `verified_at IS NOT NULL OR ended_at IS NOT NULL OR opted_out_at IS NOT NULL OR undeliverable_at IS NOT NULL`,
  postal_addresses: 'updated_at <> created_at OR ended_at IS NOT NULL',
  customer_notes: 'edited_at IS NOT NULL OR pinned OR deleted_at IS NOT NULL',
  customer_documents: 'false',
  company_members: 'joined_on IS NOT NULL OR left_on IS NOT NULL',
  customer_facts: 'ended_at IS NOT NULL OR seen_at <> given_at OR conversation_id IS NOT NULL',
} as const;
export type Child = keyof typeof touched;

/**
 * Which items somebody edited since the list wrote them. Locks their customers first, in the order of ids: who edits one
 * meanwhile waits, and finds it gone or as it stays.
 */
export async function editedSince(ctx: Ctx, items: readonly ToUndo[]): Promise<Set<ToUndo>> {
  const ids = [...new Set(items.map(({ customerId }) => customerId))];
  const { rows } = await sql<{ id: string; at: Date }>`
    SELECT id, updated_at AS at FROM customers WHERE org_id = ${ctx.orgId} AND id = ANY(${ids}::uuid[])
    ORDER BY id FOR UPDATE`.execute(ctx.db);
  const updated = new Map(rows.map(({ id, at }) => [id, at.getTime()]));
  const used = await usedRows(ctx, items);
  return new Set(
    items.filter(({ customerId, made }) => {
      const lastWritten = lastOf(items, customerId) ?? made.at;
      const isWritten =
        lastWritten !== undefined && updated.get(customerId) !== new Date(lastWritten).getTime();
      return isWritten || idsOf(made).some((id) => used.has(id));
    }),
  );
}

/** Of several rows about one customer the last one wrote last; they are taken back together or in that order. */
function lastOf(items: readonly ToUndo[], customerId: string): string | undefined {
  const times = items.flatMap(({ customerId: own, made }) =>
    own === customerId && made.at ? [made.at] : [],
  );
  return times.sort().at(-1);
}

const idsOf = ({ identityIds, postalIds, noteIds, tieIds, factIds, companyIds }: ToUndo['made']): string[] =>
  [identityIds, postalIds, noteIds, tieIds, factIds, companyIds].flatMap((ids) => ids ?? []);

async function usedRows(ctx: Ctx, items: readonly ToUndo[]): Promise<Set<string>> {
  const ids = items.flatMap(({ made }) => idsOf(made));
  const companies = items.flatMap(({ made }) => made.companyIds ?? []);
  const roles = items.flatMap(({ made }) => (made.tieIds ?? []).map((id) => ({ id, role: made.role ?? '' })));
  const parts = Object.entries(touched).map(
    ([table, isUsed]) =>
      sql`SELECT id FROM ${sql.table(table)} WHERE org_id = ${ctx.orgId} AND id = ANY(${ids}::uuid[]) AND (${sql.raw(isUsed)})`,
  );
  const { rows } = await sql<{ id: string }>`
    ${sql.join(parts, sql` UNION ALL `)}
    UNION ALL SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND id = ANY(${companies}::uuid[]) AND updated_at <> created_at
    UNION ALL SELECT m.id FROM company_members m JOIN jsonb_to_recordset(${JSON.stringify(roles)}::jsonb) AS r(id uuid, role text)
      ON r.id = m.id WHERE m.org_id = ${ctx.orgId} AND m.role <> r.role`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}
