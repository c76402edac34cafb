import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Scope } from '../subjects/scope.ts';

/** Rows that are somebody's although no column says so: they name nobody yet, or somebody else. */

/** Names of a group as they were written, of two words at least: a first name alone is everybody's. */
export async function namesOf(ctx: Ctx, { members, identities }: Scope): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT btrim(name) AS name FROM (
      SELECT name FROM customers WHERE org_id = ${ctx.orgId} AND id = ANY (${members}::uuid[])
      UNION ALL SELECT name FROM identities WHERE org_id = ${ctx.orgId} AND id = ANY (${identities}::uuid[])) n
    WHERE btrim(name) ~ '[^[:space:]]{2,}[[:space:]]+[^[:space:]]{2,}' AND length(btrim(name)) >= 8`.execute(
    ctx.db,
  );
  return rows.map(({ name }) => name);
}

type Known = { scope: Scope; needles: readonly string[]; names: readonly string[] };

/** Empties them. Answers how many. Meant to be run before the addresses themselves are emptied. */
export async function emptyLoose(ctx: Ctx, known: Known): Promise<number> {
  const counts = [
    await emptyImportRows(ctx, known),
    await emptyRequests(ctx, known),
    await emptyMovedPreviews(ctx, known.scope),
    await forgetWords(ctx, known),
  ];
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Rows of lists that made and met nobody (refused, or not brought in yet): by an address, or by every word of a name. They
 * would bring the person back when the list is brought in.
 */
async function emptyImportRows(ctx: Ctx, { needles, names }: Known): Promise<number> {
  const words = names.map((name) => name.split(/\s+/).filter((word) => word.length >= 2));
  const result = await sql`
    UPDATE import_rows t SET cells = '[]', made = NULL WHERE t.org_id = ${ctx.orgId} AND t.customer_id IS NULL
      AND t.cells <> '[]'::jsonb AND (
        EXISTS (SELECT FROM unnest(${needles}::text[]) AS n(text) WHERE position(lower(n.text) IN lower(t.cells::text)) > 0)
        OR EXISTS (SELECT FROM unnest(${needles}::text[]) AS n(text) WHERE n.text ~ '^[0-9]{8,}$'
          AND position(n.text IN regexp_replace(t.cells::text, '[^0-9"]', '', 'g')) > 0)
        OR EXISTS (SELECT FROM jsonb_array_elements(${JSON.stringify(words)}::jsonb) AS name
          WHERE NOT EXISTS (SELECT FROM jsonb_array_elements_text(name) AS word
            WHERE position(meada_fold(word) IN meada_fold(t.cells::text)) = 0)))`.execute(ctx.db);
  return Number(result.numAffectedRows ?? 0n);
}

/**
 * Requests nobody was found for: sent a code to one of their addresses, or typed with one. Where somebody else holds the
 * address, too, the request may be that one's and stays.
 */
async function emptyRequests(ctx: Ctx, { scope, needles }: Known): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    UPDATE privacy_requests q SET address = NULL, match_hash = NULL, details = '', outcome = NULL, proof = NULL,
      state = CASE WHEN q.closed_at IS NULL THEN 'done' ELSE q.state END, closed_at = coalesce(q.closed_at, ${ctx.clock.now()})
    WHERE q.org_id = ${ctx.orgId} AND q.customer_id IS NULL
      AND (q.identity_id = ANY (${scope.identities}::uuid[]) OR lower(q.address) = ANY (${needles}::text[])
        OR regexp_replace(q.address, '[^0-9]', '', 'g') = ANY (${needles}::text[]))
      AND NOT EXISTS (SELECT FROM identities i JOIN identities o ON o.org_id = i.org_id AND o.match_key = i.match_key
        WHERE i.org_id = q.org_id AND i.id = q.identity_id AND NOT o.customer_id = ANY (${scope.members}::uuid[])) RETURNING q.id`.execute(
    ctx.db,
  );
  await sql`UPDATE privacy_request_messages SET text = '' WHERE org_id = ${ctx.orgId}
    AND request_id = ANY (${rows.map(({ id }) => id)}::uuid[])`.execute(ctx.db);
  return rows.length;
}

/** Their words as the preview of another's conversation they were moved to or from, kept for taking it back. */
async function emptyMovedPreviews(ctx: Ctx, { messages }: Scope): Promise<number> {
  const result = await sql`
    UPDATE regrouping_sides s
    SET change = s.change #- '{before,preview}' #- '{after,preview}' #- '{before,preview_author}' #- '{after,preview_author}'
    WHERE s.org_id = ${ctx.orgId} AND s.regrouping_id IN (
      SELECT regrouping_id FROM moved_messages WHERE org_id = ${ctx.orgId} AND message_id = ANY (${messages}::uuid[]))`.execute(
    ctx.db,
  );
  return Number(result.numAffectedRows ?? 0n);
}

type Model = { fields?: Record<string, { shares?: Record<string, number> }> };

/** Words of their names that nobody else bears are taken out of what was learned of the firm's own records. */
async function forgetWords(ctx: Ctx, { scope, names }: Known): Promise<number> {
  const row = await ctx.db
    .selectFrom('duplicate_settings')
    .select('model')
    .where('org_id', '=', ctx.orgId)
    .where('model', 'is not', null)
    .executeTakeFirst();
  const model = row?.model as Model | null | undefined;
  if (!model?.fields || names.length === 0) return 0;
  const { rows } = await sql<{ word: string }>`
    SELECT DISTINCT w.word FROM unnest(${names}::text[]) AS n(name)
    CROSS JOIN LATERAL regexp_split_to_table(meada_fold(n.name), '[^a-z0-9]+') AS w(word)
    WHERE length(w.word) >= 3 AND NOT EXISTS (SELECT FROM customers c WHERE c.org_id = ${ctx.orgId}
      AND NOT c.id = ANY (${scope.members}::uuid[]) AND position(w.word IN meada_fold(c.name)) > 0)`.execute(
    ctx.db,
  );
  const gone = new Set(rows.map(({ word }) => word));
  let count = 0;
  for (const field of Object.values(model.fields)) {
    for (const value of Object.keys(field.shares ?? {})) {
      if (!value.split(/[^a-z0-9]+/).some((word) => gone.has(word))) continue;
      delete field.shares?.[value];
      count += 1;
    }
  }
  if (count > 0)
    await sql`UPDATE duplicate_settings SET model = ${JSON.stringify(model)}::jsonb WHERE org_id = ${ctx.orgId}`.execute(
      ctx.db,
    );
  return count;
}
