import { sql } from 'kysely';
import { quoted } from '../../../kernel/backup/schema.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { holdings } from '../subjects/holdings.ts';
import { emptyExpression } from './empty.ts';

/** What is nobody's alone (raw receipts, kept answers, threads of a platform) and names somebody all the same. */

/** Rows that are worth nothing without what is in them. */
const forgotten = new Set(['idempotency_keys', 'switch_misses', 'shared_values']);
/** Where a whole name is found, too: samples of a list, a condition that names somebody. */
const byName = new Set(['imports', 'segments']);
/** Kept although they may name somebody: the law asks for it (Resolution CD/ANPD 15/2024, art. 10). */
const keptByLaw = new Set(['incidents', 'incident_entries']);

/** Days the bytes of receipts are kept (`forget-old-receipts.ts`), and one. */
const receiptDays = 31;
const receiptsAtOnce = 500;

/** Empties or removes rows of the organisation's own tables that hold one of the texts. Answers how many. */
export async function emptyTraces(
  ctx: Ctx,
  needles: readonly string[],
  names: readonly string[],
): Promise<number> {
  if (needles.length === 0) return 0;
  let count = 0;
  for (const { table, personal } of await holdings(ctx)) {
    const shared = personal.filter(({ path }) => path === null);
    if (shared.length === 0 || keptByLaw.has(table)) continue;
    const texts = shared.map(({ column }) => `coalesce(t.${quoted(column)}::text, '')`).join(` || ' ' || `);
    const where = `t.org_id = $1 AND EXISTS (SELECT FROM unnest($2::text[]) AS n(text) WHERE position(n.text IN ${texts}) > 0)`;
    const setters = shared
      .map((column) => `${quoted(column.column)} = ${emptyExpression(column)}`)
      .join(', ');
    const change = forgotten.has(table)
      ? `DELETE FROM ${quoted(table)} t WHERE ${where}`
      : `UPDATE ${quoted(table)} t SET ${setters} WHERE ${where}`;
    count +=
      (await ctx.client.query(change, [ctx.orgId, byName.has(table) ? [...needles, ...names] : needles]))
        .rowCount ?? 0;
  }
  return count + (await dropCopies(ctx, needles));
}

/** Who was in copy of a letter of somebody else is taken out of its list; the letter stays. */
async function dropCopies(ctx: Ctx, needles: readonly string[]): Promise<number> {
  const without = (column: 'cc' | 'bcc') => sql`(SELECT coalesce(jsonb_agg(e), '[]'::jsonb)
    FROM jsonb_array_elements(${sql.ref(`t.${column}`)}) AS e
    WHERE NOT EXISTS (SELECT FROM unnest(${needles}::text[]) AS n(text) WHERE position(n.text IN lower(e::text)) > 0))`;
  const result = await sql`
    UPDATE message_envelopes t SET cc = ${without('cc')}, bcc = ${without('bcc')} WHERE t.org_id = ${ctx.orgId}
      AND EXISTS (SELECT FROM unnest(${needles}::text[]) AS n(text) WHERE position(n.text IN lower(t.cc::text || t.bcc::text)) > 0)`.execute(
    ctx.db,
  );
  return Number(result.numAffectedRows ?? 0n);
}

export type ReceiptPlace = { at: Date; id: string };
const firstId = '00000000-0000-0000-0000-000000000000';

/** Where receipts that still have bytes begin, or those received since an instant. */
export const receiptsSince = (ctx: Pick<Ctx, 'clock'>, since?: Date): ReceiptPlace => ({
  at: since ?? new Date(ctx.clock.now().getTime() - receiptDays * 86_400_000),
  id: firstId,
});

/**
 * Empties receipts whose bytes, headers or notes hold one of the texts; one that is not read yet stays, and is refused
 * when it is. Looks at some hundred after a place; answers the next place, null at the end.
 */
export async function emptyReceipts(
  ctx: Ctx,
  { needles, after }: { needles: readonly string[]; after: ReceiptPlace },
): Promise<{ next: ReceiptPlace | null; emptied: number }> {
  const { rows } = await sql<{ id: string; at: Date }>`
    SELECT id, received_at AS at FROM receipts WHERE org_id = ${ctx.orgId} AND body IS NOT NULL
      AND (received_at, id) > (${after.at}, ${after.id}::uuid) ORDER BY received_at, id LIMIT ${receiptsAtOnce}`.execute(
    ctx.db,
  );
  const ids = rows.map(({ id }) => id);
  const gone = await sql`
    UPDATE receipts r SET body = NULL, headers = NULL, external_id = NULL, facts = '{}', error = NULL, note = NULL
    WHERE r.org_id = ${ctx.orgId} AND r.id = ANY (${ids}::uuid[]) AND r.state <> 'new' AND EXISTS (
      SELECT FROM unnest(${needles}::text[]) AS needle(text)
      WHERE position(convert_to(needle.text, 'UTF8') IN r.body) > 0
        OR position(needle.text IN concat_ws(' ', r.headers::text, r.facts::text, r.external_id, r.error, r.note)) > 0)`.execute(
    ctx.db,
  );
  const last = rows.at(-1);
  const isEnd = rows.length < receiptsAtOnce || !last;
  return { next: isEnd ? null : last, emptied: Number(gone.numAffectedRows ?? 0n) };
}

/** Empties what may name somebody whose addresses are known no more: all bytes received, kept answers, what was learned. */
export async function emptyUnsearchable(ctx: Ctx): Promise<void> {
  await sql`UPDATE receipts SET body = NULL, headers = NULL, external_id = NULL, facts = '{}', error = NULL, note = NULL
    WHERE org_id = ${ctx.orgId} AND state <> 'new'`.execute(ctx.db);
  await sql`DELETE FROM idempotency_keys WHERE org_id = ${ctx.orgId}`.execute(ctx.db);
  await sql`DELETE FROM switch_misses WHERE org_id = ${ctx.orgId}`.execute(ctx.db);
  // What nobody here bears any more may have been theirs.
  await sql`DELETE FROM shared_values s WHERE s.org_id = ${ctx.orgId}
    AND NOT EXISTS (SELECT FROM identities i WHERE i.org_id = s.org_id AND i.match_key = s.match_key)`.execute(
    ctx.db,
  );
  await sql`UPDATE outside_threads t SET key = 'erased-' || t.id, name = NULL, url = NULL WHERE t.org_id = ${ctx.orgId}
    AND NOT EXISTS (SELECT FROM legs l WHERE l.org_id = t.org_id AND l.outside_thread_id = t.id)`.execute(
    ctx.db,
  );
  await sql`UPDATE import_rows SET cells = '[]', made = NULL WHERE org_id = ${ctx.orgId} AND customer_id IS NULL`.execute(
    ctx.db,
  );
  await sql`UPDATE imports SET columns = '[]', name = '' WHERE org_id = ${ctx.orgId}`.execute(ctx.db);
  await sql`UPDATE duplicate_settings SET model = NULL, learned_at = NULL WHERE org_id = ${ctx.orgId}`.execute(
    ctx.db,
  );
}
