import type { ErasurePreview } from '@meada/contract/routes/privacy';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { keptDemands } from '../../sac/index.ts';
import { holdsOf } from '../holds/standing.ts';
import { type Scope, scopeOf } from '../subjects/scope.ts';
import { countHoldings } from './empty.ts';

/** What erasing a customer's group would take, and what must stay and why. */
export async function previewOf(ctx: Ctx, root: string): Promise<ErasurePreview> {
  const scope = await scopeOf(ctx, root);
  const counts = await countHoldings(ctx, scope);
  const who = await whoIs(ctx, scope);
  const holds = (await holdsOf(ctx, root)).filter(({ stands }) => stands);
  const kept = await keptDemands(ctx, root);
  const { files, othersMessages, legal } = await numbersOf(ctx, scope);
  return {
    customers: who.customers,
    identities: who.identities,
    goes: Object.entries(counts).map(([table, rows]) => ({ table, rows })),
    files,
    conversations: scope.conversations.length,
    messages: scope.messages.length,
    othersMessages,
    stays: [
      ...(holds.length > 0 ? [{ code: 'legal_hold', count: holds.length }] : []),
      ...(kept.count > 0 ? [{ code: 'sac_records', count: kept.count }] : []),
      ...(othersMessages > 0 ? [{ code: 'others_messages', count: othersMessages }] : []),
      ...(legal > 0 ? [{ code: 'consent_lines', count: legal }] : []),
      { code: 'numbers', count: null },
      { code: 'audit', count: null },
      { code: 'fiscal', count: null },
    ],
    holds,
    kept: kept.count > 0 ? { until: kept.until?.toISOString() ?? null } : null,
    alsoWith: await alsoWith(ctx, scope),
    confirmWord: await confirmWordOf(ctx, root),
    state: await stateOf(ctx, scope),
  };
}

async function whoIs(
  ctx: Ctx,
  { members }: Scope,
): Promise<Pick<ErasurePreview, 'customers' | 'identities'>> {
  const customers = await sql<{ id: string; name: string | null }>`
    SELECT id, name FROM customers WHERE org_id = ${ctx.orgId} AND id = ANY (${members}::uuid[]) ORDER BY canonical_id <> id, id`.execute(
    ctx.db,
  );
  const identities = await sql<{ canonical: string }>`
    SELECT canonical FROM identities WHERE org_id = ${ctx.orgId} AND customer_id = ANY (${members}::uuid[])
      AND canonical <> '' ORDER BY created_at LIMIT 100`.execute(ctx.db);
  return { customers: customers.rows, identities: identities.rows.map(({ canonical }) => canonical) };
}

async function numbersOf(
  ctx: Ctx,
  { members, messages, conversations }: Scope,
): Promise<{ files: number; othersMessages: number; legal: number }> {
  const { rows } = await sql<{ files: number; others: number; legal: number }>`
    SELECT (SELECT count(*)::int FROM attachments WHERE org_id = ${ctx.orgId} AND message_id = ANY (${messages}::uuid[]) AND file_id IS NOT NULL)
        + (SELECT count(*)::int FROM customer_files WHERE org_id = ${ctx.orgId} AND customer_id = ANY (${members}::uuid[])) AS files,
      (SELECT count(*)::int FROM messages WHERE org_id = ${ctx.orgId} AND conversation_id = ANY (${conversations}::uuid[])
        AND NOT id = ANY (${messages}::uuid[])) AS others,
      (SELECT count(*)::int FROM consents WHERE org_id = ${ctx.orgId} AND customer_id = ANY (${members}::uuid[])) AS legal`.execute(
    ctx.db,
  );
  const { files = 0, others = 0, legal = 0 } = rows[0] ?? {};
  return { files, othersMessages: others, legal };
}

/** Other customers, not merged with these, who stand with one of their addresses. */
async function alsoWith(ctx: Ctx, { members, identities }: Scope): Promise<ErasurePreview['alsoWith']> {
  const { rows } = await sql<ErasurePreview['alsoWith'][number]>`
    SELECT DISTINCT o.canonical_id AS "customerId", r.name, j.canonical AS address
    FROM identities i JOIN identities j ON j.org_id = i.org_id AND j.match_key = i.match_key
    JOIN customers o ON o.org_id = j.org_id AND o.id = j.customer_id
    JOIN customers r ON r.org_id = o.org_id AND r.id = o.canonical_id
    WHERE i.org_id = ${ctx.orgId} AND i.id = ANY (${identities}::uuid[]) AND NOT o.id = ANY (${members}::uuid[]) LIMIT 20`.execute(
    ctx.db,
  );
  return rows;
}

/** What must be typed to confirm: the name as it is shown, else an address, else a word. */
export async function confirmWordOf(ctx: Ctx, root: string): Promise<string> {
  const { rows } = await sql<{ word: string | null }>`
    SELECT coalesce(nullif(btrim(c.name), ''), (SELECT canonical FROM identities i WHERE i.org_id = c.org_id
      AND i.customer_id = c.id AND canonical <> '' ORDER BY i.created_at LIMIT 1)) AS word
    FROM customers c WHERE c.org_id = ${ctx.orgId} AND c.id = ${root}`.execute(ctx.db);
  return rows[0]?.word ?? 'APAGAR';
}

async function stateOf(ctx: Ctx, { members }: Scope): Promise<ErasurePreview['state']> {
  const { rows } = await sql<{ state: ErasurePreview['state'] }>`
    SELECT state FROM erasures WHERE org_id = ${ctx.orgId} AND customer_id = ANY (${members}::uuid[])
    ORDER BY confirmed_at DESC LIMIT 1`.execute(ctx.db);
  return rows[0]?.state ?? 'none';
}
