import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { CustomerDraft, Known } from './rules.ts';

/** Holders of one address that are looked at; more than that share it anyway. */
const holdersAtMost = 20;

/** Who holds the addresses of these drafts, by key. */
export async function loadDirectory(
  ctx: Ctx,
  drafts: readonly Pick<CustomerDraft, 'addresses'>[],
): Promise<Map<string, Known[]>> {
  const keys = [...new Set(drafts.flatMap(({ addresses }) => addresses.map(({ matchKey }) => matchKey)))];
  const directory = new Map<string, Known[]>();
  if (keys.length === 0) return directory;
  const result = await sql<{ key: string; root_id: string; name: string | null }>`
    SELECT k.key, h.root_id, h.name FROM unnest(${keys}::text[]) AS k(key)
    CROSS JOIN LATERAL (
      SELECT DISTINCT r.id AS root_id, r.name FROM identities i
      JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
      JOIN customers r ON r.org_id = c.org_id AND r.id = c.canonical_id
      WHERE i.org_id = ${ctx.orgId} AND i.match_key = k.key AND i.ended_at IS NULL LIMIT ${holdersAtMost}) AS h`.execute(
    ctx.db,
  );
  for (const row of result.rows) {
    const list = directory.get(row.key) ?? [];
    list.push({ rootId: row.root_id, name: row.name });
    directory.set(row.key, list);
  }
  return directory;
}

/** Companies by folded name. */
export async function loadCompanies(ctx: Ctx, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const result = await sql<{ id: string; name: string }>`
    SELECT id, meada_fold(name) AS name FROM customers
    WHERE org_id = ${ctx.orgId} AND kind = 'company' AND canonical_id = id AND name IS NOT NULL
      AND meada_fold(name) IN (SELECT meada_fold(n) FROM unnest(${[...new Set(names)]}::text[]) AS given(n))
    ORDER BY created_at DESC, id`.execute(ctx.db);
  return new Map(result.rows.map((row) => [row.name, row.id]));
}

/** Names as the database folds them. */
export async function foldAll(ctx: Ctx, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const unique = [...new Set(names)];
  const result = await sql<{ name: string; folded: string }>`
    SELECT n AS name, meada_fold(n) AS folded FROM unnest(${unique}::text[]) AS given(n)`.execute(ctx.db);
  return new Map(result.rows.map((row) => [row.name, row.folded]));
}
