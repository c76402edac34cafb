import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { type CustomerDraft, holdersAtMost, type Known, type Said } from './rules.ts';

/** Which of these customers this very list made. */
export type MadeHere = (ids: readonly string[]) => Promise<ReadonlySet<string>>;

/** Who holds the addresses of these drafts, by key; the eldest first. */
export async function loadDirectory(
  ctx: Ctx,
  drafts: readonly Pick<CustomerDraft, 'addresses'>[],
  madeHere: MadeHere,
): Promise<Map<string, Known[]>> {
  const keys = [...new Set(drafts.flatMap(({ addresses }) => addresses.map(({ matchKey }) => matchKey)))];
  const directory = new Map<string, Known[]>();
  if (keys.length === 0) return directory;
  // One range scan for all keys, then one look-up of the owners: planned alike on a table that has just been filled, when
  // the planner still believes it empty.
  const held = await sql<{ key: string; customer_id: string }>`
    SELECT match_key AS key, customer_id FROM identities
    WHERE org_id = ${ctx.orgId} AND match_key = ANY(${keys}::text[]) AND ended_at IS NULL`.execute(ctx.db);
  const roots = await rootsOf(ctx, [...new Set(held.rows.map((row) => row.customer_id))]);
  const known = [...new Set(roots.values())];
  const here = await madeHere(known.map(({ rootId }) => rootId));
  for (const one of known) if (here.has(one.rootId)) one.here = true;
  // Ids grow with time.
  for (const row of held.rows.sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1))) {
    const root = roots.get(row.customer_id);
    const list = directory.get(row.key) ?? [];
    if (root && list.length < holdersAtMost && !list.includes(root)) directory.set(row.key, [...list, root]);
  }
  return directory;
}

async function rootsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Known>> {
  if (ids.length === 0) return new Map();
  const own = await ctx.db
    .selectFrom('customers')
    .select(['id', 'canonical_id'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', sql<string>`ANY(${[...ids]}::uuid[])`)
    .execute();
  const named = await sql<Told>`
    SELECT c.id, c.name, c.birth_date::text AS "birthDate", c.custom_fields AS fields,
      ARRAY(SELECT d.number FROM customer_documents d WHERE d.org_id = c.org_id AND d.customer_id = c.id) AS documents
    FROM customers c WHERE c.org_id = ${ctx.orgId} AND c.id = ANY(${[...new Set(own.map((row) => row.canonical_id))]}::uuid[])`.execute(
    ctx.db,
  );
  const roots = new Map(
    named.rows.map(({ id, name, ...said }): [string, Known] => [id, { rootId: id, name, said }]),
  );
  return new Map(
    own.flatMap((row) => {
      const root = roots.get(row.canonical_id);
      return root ? [[row.id, root] as const] : [];
    }),
  );
}

type Told = Said & { id: string; name: string | null };

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
