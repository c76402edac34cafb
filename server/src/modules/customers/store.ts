import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { KeyedAddress } from './kinds.ts';

/** Writes of customers and their identities. */

/**
 * Everybody who makes identities or merges holds this lock of the organisation, the reader of receipts too: what it has
 * loaded stays true until it has written. Taken before any row is locked.
 */
export async function lockIdentities(ctx: Ctx): Promise<void> {
  await ctx.client.query({
    name: 'customers_lock',
    text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 1))',
    values: [ctx.orgId],
  });
}

/** The canonical customer of an id. Throws `not_found`. */
export async function rootIdOf(ctx: Ctx, id: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('customers')
    .select('canonical_id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  return found(row, 'customer').canonical_id;
}

export async function insertCustomer(
  ctx: Ctx,
  made: { name: string | null; notes?: string },
): Promise<string> {
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('customers')
    .values({
      org_id: ctx.orgId,
      id,
      canonical_id: id,
      name: made.name,
      notes: made.notes ?? '',
      created_at: now,
      updated_at: now,
      seen_at: now,
    })
    .execute();
  ctx.emit({ name: 'customer.created', facts: { customerId: id } });
  return id;
}

export type NewIdentity = {
  customerId: string;
  address: KeyedAddress;
  source: 'inbound' | 'claim:form' | 'person';
  confidence: number;
  /** Set when a person vouches for it. */
  vouched?: { reason: string };
};

/** Writes an address down. */
export async function insertIdentity(ctx: Ctx, made: NewIdentity): Promise<string> {
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('identities')
    .values({
      org_id: ctx.orgId,
      id,
      customer_id: made.customerId,
      kind: made.address.kind,
      value: made.address.value,
      canonical: made.address.canonical,
      match_key: made.address.matchKey,
      confidence: made.confidence,
      source: made.source,
      created_at: now,
      ...(made.vouched ? vouchedBy(ctx, made.vouched.reason) : {}),
    })
    .execute();
  return id;
}

const vouchedBy = (ctx: Ctx, reason: string) => ({
  proof: 'person',
  verified_at: ctx.clock.now(),
  verified_by: ctx.actor.id,
  reason,
  confidence: 1,
});

/** A person vouches for an address that stands there unproven. */
export async function vouchFor(ctx: Ctx, identityId: string, reason: string): Promise<void> {
  await ctx.db
    .updateTable('identities')
    .set(vouchedBy(ctx, reason))
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', identityId)
    .where('verified_at', 'is', null)
    .execute();
}

export type Holder = { id: string; customerId: string; rootId: string; verified: boolean };

/** Who has an address, proven holders first, then the oldest. */
export async function holdersOf(ctx: Ctx, matchKey: string): Promise<Holder[]> {
  const result = await sql<Holder>`
    SELECT i.id, i.customer_id AS "customerId", c.canonical_id AS "rootId", i.verified_at IS NOT NULL AS verified
    FROM identities i JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
    WHERE i.org_id = ${ctx.orgId} AND i.match_key = ${matchKey} AND i.ended_at IS NULL
    ORDER BY (i.verified_at IS NULL), i.created_at, i.id LIMIT 1000`.execute(ctx.db);
  return result.rows;
}

/** Gives a name to who has none; a name that is there stays. Answers whether one was given. */
export async function nameNameless(ctx: Ctx, customerId: string, name: string): Promise<boolean> {
  const row = await ctx.db
    .updateTable('customers')
    .set({ name, updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', customerId)
    .where('name', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export type CustomerChange = {
  name?: string;
  locale?: string | null;
  notes?: string;
  customFields?: Record<string, unknown>;
};

/** Changes what is named; a custom field set to null goes away. */
export async function saveCustomer(ctx: Ctx, id: string, change: CustomerChange): Promise<void> {
  const { customFields, ...plain } = change;
  const fields = customFields
    ? {
        custom_fields: sql<string>`jsonb_strip_nulls(custom_fields || ${JSON.stringify(customFields)}::jsonb)`,
      }
    : {};
  await ctx.db
    .updateTable('customers')
    .set({ ...plain, ...fields, updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** Marks a suggestion as settled without a merge. */
export async function dismissSuggestion(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('merge_suggestions')
    .set({ settled_at: ctx.clock.now(), accepted: false, settled_by: ctx.actor.id })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}
