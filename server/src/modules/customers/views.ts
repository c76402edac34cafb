import type { Customer, CustomerRef } from '@meada/contract/routes/customers';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { contactOf } from './addresses.ts';
import { type FieldValues, shownFields } from './fields/apply.ts';
import { identitiesOf } from './identity-views.ts';
import { customerRefs, groupPicture, ownRefs, refOf } from './refs.ts';
import { loadGroups, standingFields, standingWord } from './standing.ts';
import { rootIdOf } from './store.ts';

/** What the screens of customers read. */

const suggestionsAtMost = 50;
const mergesAtMost = 100;

/** One customer as the desk shows it, by any id of the group. Throws `not_found`. */
export async function customerOf(ctx: Ctx, id: string): Promise<Customer> {
  const rootId = await rootIdOf(ctx, id);
  const group = found((await loadGroups(ctx, [rootId])).get(rootId), 'customer');
  const root = found(
    group.members.find((member) => member.id === rootId),
    'customer',
  );
  const { current, former, rows } = await identitiesOf(ctx, rootId);
  const contact = contactOf(ctx.ports.identityKinds, rows);
  const name = standingWord(group, 'name') as string | null;
  const subject = standingWord(group, 'kind') === 'company' ? 'company' : 'customer';
  const { values } = await shownFields(ctx, subject, standingFields(group) as FieldValues);
  return {
    ...refOf({ id: rootId, name, picture: await pictureOf(ctx, rootId) }, contact, ctx),
    email: contact.email,
    phone: contact.phone,
    locale: standingWord(group, 'locale') as Customer['locale'],
    notes: (standingWord(group, 'notes') as string | null) ?? '',
    customFields: values,
    createdAt: root.createdAt.toISOString(),
    identities: current,
    formerIdentities: former,
    suggestions: await suggestionsOf(ctx, rootId),
    merges: await mergesOf(ctx, rootId),
  };
}

async function pictureOf(ctx: Ctx, rootId: string): Promise<string | null> {
  const result = await sql<{ picture: string | null }>`
    SELECT ${groupPicture} AS picture FROM customers r WHERE r.org_id = ${ctx.orgId} AND r.id = ${rootId}`.execute(
    ctx.db,
  );
  return result.rows[0]?.picture ?? null;
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
  choices: Record<string, string>;
};

/** Merges a group has seen, newest first, with who made them; undone ones, too. */
async function mergesOf(ctx: Ctx, rootId: string): Promise<Customer['merges']> {
  const result = await sql<MergeRow>`
    SELECT g.id, g.from_id, g.into_id, g.at, coalesce(p.name, k.name, g.actor_kind) AS by, g.reason, g.undone_at, g.choices
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
    choices: row.choices,
  }));
}
