import type { ConsentState, LegalBasis } from '@meada/contract/routes/customer-consents';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { purposesOf } from './purposes.ts';
import { type Asked, decide, type Line, type Verdict } from './rules.ts';

/** Where a word of a customer came from. */
export const consentSources = [
  ...(['word', 'link', 'person', 'complaint', 'form'] as const),
  ...(['import', 'platform', 'request', 'key', 'bot'] as const),
];
export type ConsentSource = (typeof consentSources)[number];

export type NewConsent = {
  customerId: string;
  /** null: everything that is no answer. */
  purpose: string | null;
  channel?: string | null;
  identityId?: string | null;
  state: ConsentState;
  source: ConsentSource;
  shown?: string | null;
  version?: number | null;
  messageId?: string | null;
  formId?: string | null;
  ipHash?: Buffer | null;
  note?: string | null;
};

/**
 * Writes lines into the ledger and holds the customers' rows: whoever asks at the same time (`mayContact`) waits and then
 * sees them, so that nothing is sent after a withdrawal has been written down.
 */
export async function recordConsents(ctx: Ctx, made: readonly NewConsent[]): Promise<void> {
  if (made.length === 0) return;
  const roots = await holdRoots(
    ctx,
    made.map(({ customerId }) => customerId),
    'update',
  );
  const basis = new Map((await purposesOf(ctx)).map((purpose) => [purpose.name, purpose.basis]));
  const now = ctx.clock.now();
  const rows = made.map((line) => ({
    org_id: ctx.orgId,
    id: ctx.ids.uuid(),
    customer_id: line.customerId,
    purpose: line.purpose,
    channel: line.channel ?? null,
    identity_id: line.identityId ?? null,
    state: line.state,
    basis: (line.purpose === null ? null : basis.get(line.purpose)) ?? 'consent',
    source: line.source,
    shown: line.shown ?? null,
    version: line.version ?? null,
    message_id: line.messageId ?? null,
    form_id: line.formId ?? null,
    ip_hash: line.ipHash ?? null,
    note: line.note ?? null,
    actor_kind: ctx.actor.kind,
    actor_id: ctx.actor.kind === 'customer' ? null : ctx.actor.id,
    at: now,
  }));
  await ctx.db.insertInto('consents').values(rows).execute();
  for (const row of rows)
    ctx.emit({
      name: 'customer.consented',
      facts: {
        customerId: roots.get(row.customer_id) ?? row.customer_id,
        consentId: row.id,
        purpose: row.purpose,
        state: row.state,
      },
    });
}

/** Holds the canonical rows of customers, in the order of their ids; answers whose root is whose. */
async function holdRoots(
  ctx: Ctx,
  ids: readonly string[],
  how: 'update' | 'share',
): Promise<Map<string, string>> {
  const lock = how === 'update' ? sql`FOR NO KEY UPDATE` : sql`FOR SHARE`;
  const wanted = [...new Set(ids)];
  await sql`
    SELECT r.id FROM customers r WHERE r.org_id = ${ctx.orgId} AND r.id IN (
      SELECT canonical_id FROM customers WHERE org_id = ${ctx.orgId} AND id = ANY (${wanted}::uuid[]))
    ORDER BY r.id ${lock}`.execute(ctx.db);
  const { rows } = await sql<{ id: string; root: string }>`
    SELECT id, canonical_id AS root FROM customers WHERE org_id = ${ctx.orgId} AND id = ANY (${wanted}::uuid[])`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ id, root }) => [id, root]));
}

/** Who is to be written to, for what. */
export type Contact = { identityId: string; purpose: string; channel: string };

/**
 * Whether the firm may write to an address for a purpose, asked in the transaction that writes: the customer is held until
 * its end, and a withdrawal that comes meanwhile waits. Answers need not ask. An unknown purpose needs consent.
 */
export async function mayContact(ctx: Ctx, { identityId, purpose, channel }: Contact): Promise<Verdict> {
  const place = await sql<{ customerId: string; matchKey: string }>`
    SELECT customer_id AS "customerId", match_key AS "matchKey" FROM identities
    WHERE org_id = ${ctx.orgId} AND id = ${identityId}`.execute(ctx.db);
  const [row] = place.rows;
  if (!row) return { allowed: false, because: 'missing', since: null };
  const roots = await holdRoots(ctx, [row.customerId], 'share');
  const root = roots.get(row.customerId) ?? row.customerId;
  const asked: Asked = { purpose, channel, matchKey: row.matchKey };
  return decide(await linesOf(ctx, root, row.matchKey), await basisOf(ctx, purpose), asked);
}

/** What a purpose rests on; one nobody knows, on consent. */
export async function basisOf(ctx: Ctx, purpose: string): Promise<LegalBasis> {
  const known = (await purposesOf(ctx)).find(({ name }) => name === purpose);
  return known && !known.archived ? known.basis : 'consent';
}

/**
 * Lines of a customer's whole group, and what the holder of this address took back as whichever customer they are known:
 * who left stays out.
 */
export async function linesOf(ctx: Ctx, root: string, matchKey: string | null): Promise<Line[]> {
  const { rows } = await sql<Line>`
    SELECT k.n, k.purpose, k.channel, i.match_key AS "matchKey", k.state, k.at
    FROM customers c JOIN consents k ON k.org_id = c.org_id AND k.customer_id = c.id
    LEFT JOIN identities i ON i.org_id = k.org_id AND i.id = k.identity_id
    WHERE c.org_id = ${ctx.orgId} AND c.canonical_id = ${root}
    UNION
    SELECT k.n, k.purpose, k.channel, i.match_key, k.state, k.at
    FROM identities i JOIN consents k ON k.org_id = i.org_id AND k.identity_id = i.id AND k.state <> 'given'
    WHERE i.org_id = ${ctx.orgId} AND i.match_key = ${matchKey}`.execute(ctx.db);
  return rows;
}
