import type { Customer, CustomerRef } from '@meada/contract/routes/customers';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { contactOf, identityOf } from './addresses.ts';
import { addressesOf, customerRefs, groupName, ownRefs, refOf } from './refs.ts';

/** What the screens of customers read. */

const identitiesAtMost = 200;
const suggestionsAtMost = 50;
const mergesAtMost = 100;

type CustomerRow = {
  id: string;
  name: string | null;
  locale: Customer['locale'];
  notes: string;
  custom_fields: Customer['customFields'];
  created_at: Date;
};

/** What a group says where its root says nothing: the oldest member's word. */
const ofGroup = (column: string): RawBuilder<unknown> => sql`(
  SELECT m.${sql.ref(column)} FROM customers m
  WHERE m.org_id = r.org_id AND m.canonical_id = r.id AND m.${sql.ref(column)} <> ''
  ORDER BY m.created_at, m.id LIMIT 1)`;

/** One customer as the desk shows it, by any id of the group. Throws `not_found`. */
export async function customerOf(ctx: Ctx, id: string): Promise<Customer> {
  const result = await sql<CustomerRow>`
    SELECT r.id, ${groupName} AS name, coalesce(r.locale, ${ofGroup('locale')}) AS locale,
      coalesce(nullif(r.notes, ''), ${ofGroup('notes')}, '') AS notes,
      coalesce((SELECT jsonb_object_agg(f.key, f.value ORDER BY (m.id = r.id), m.created_at DESC)
        FROM customers m, jsonb_each(m.custom_fields) f
        WHERE m.org_id = r.org_id AND m.canonical_id = r.id), '{}') AS custom_fields, r.created_at
    FROM customers a JOIN customers r ON r.org_id = a.org_id AND r.id = a.canonical_id
    WHERE a.org_id = ${ctx.orgId} AND a.id = ${id}`.execute(ctx.db);
  const row = found(result.rows[0], 'customer');
  const identities = (await addressesOf(ctx, [row.id], identitiesAtMost)).get(row.id) ?? [];
  const contact = contactOf(ctx.ports.identityKinds, identities);
  return {
    ...refOf(row, contact),
    email: contact.email,
    phone: contact.phone,
    locale: row.locale,
    notes: row.notes,
    customFields: row.custom_fields,
    createdAt: row.created_at.toISOString(),
    identities: identities.map((identity) => identityOf(ctx.ports.identityKinds, identity)),
    suggestions: await suggestionsOf(ctx, row.id),
    merges: await mergesOf(ctx, row.id),
  };
}

type Suggestion = Customer['suggestions'][number];
type SuggestionRow = {
  id: string;
  other: string;
  reason: string;
  evidence: Suggestion['evidence'];
  at: Date;
};

/** Open suggestions of a group, whichever side it stands on; each other customer once. */
async function suggestionsOf(ctx: Ctx, rootId: string): Promise<Suggestion[]> {
  const result = await sql<SuggestionRow>`
    SELECT * FROM (
      SELECT DISTINCT ON (o.canonical_id) s.id, o.canonical_id AS other, s.reason, s.evidence, s.created_at AS at
      FROM customers m
      JOIN LATERAL (
        SELECT id, other_id AS other, reason, evidence, created_at FROM merge_suggestions
        WHERE org_id = m.org_id AND customer_id = m.id AND settled_at IS NULL
        UNION ALL
        SELECT id, customer_id, reason, evidence, created_at FROM merge_suggestions
        WHERE org_id = m.org_id AND other_id = m.id AND settled_at IS NULL) s ON true
      JOIN customers o ON o.org_id = m.org_id AND o.id = s.other
      WHERE m.org_id = ${ctx.orgId} AND m.canonical_id = ${rootId} AND o.canonical_id <> ${rootId}
      ORDER BY o.canonical_id, s.created_at DESC) one
    ORDER BY at DESC, id LIMIT ${suggestionsAtMost}`.execute(ctx.db);
  const others = await customerRefs(
    ctx,
    result.rows.map((row) => row.other),
  );
  return result.rows.map(({ id, other, reason, evidence, at }) => ({
    id,
    other: found(others.get(other), 'customer'),
    reason,
    evidence,
    createdAt: at.toISOString(),
  }));
}

type MergeRow = {
  id: string;
  from_id: string;
  into_id: string;
  at: Date;
  by: string;
  reason: string;
  undone_at: Date | null;
};

/** Merges a group has seen, newest first, with who made them; undone ones, too. */
async function mergesOf(ctx: Ctx, rootId: string): Promise<Customer['merges']> {
  const result = await sql<MergeRow>`
    SELECT g.id, g.from_id, g.into_id, g.at, coalesce(p.name, k.name, g.actor_kind) AS by, g.reason, g.undone_at
    FROM customer_merges g
    LEFT JOIN members p ON g.actor_kind = 'person' AND p.org_id = g.org_id AND p.id = g.actor_id
    LEFT JOIN api_keys k ON g.actor_kind = 'key' AND k.org_id = g.org_id AND k.id = g.actor_id
    WHERE g.org_id = ${ctx.orgId} AND g.id IN (
      SELECT e.id FROM customers m JOIN customer_merges e
        ON e.org_id = m.org_id AND (e.from_id = m.id OR e.into_id = m.id)
      WHERE m.org_id = ${ctx.orgId} AND m.canonical_id = ${rootId})
    ORDER BY g.at DESC, g.id DESC LIMIT ${mergesAtMost}`.execute(ctx.db);
  const refs = await ownRefs(
    ctx,
    result.rows.flatMap((row) => [row.from_id, row.into_id]),
  );
  const ref = (id: string): CustomerRef => found(refs.get(id), 'customer');
  return result.rows.map((row) => ({
    id: row.id,
    from: ref(row.from_id),
    into: ref(row.into_id),
    at: row.at.toISOString(),
    by: row.by,
    reason: row.reason,
    undoneAt: row.undone_at?.toISOString() ?? null,
  }));
}
