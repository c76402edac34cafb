import type { CustomerRef } from '@meada/contract/routes/customers';
import { sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Ctx, Kernel } from '../../kernel/ctx.ts';
import { addressFor } from '../../kernel/files/address.ts';
import { type Contact, contactOf, type IdentityRow } from './addresses.ts';
import { deadSince } from './dead.ts';
import { urlOf } from './record/files.ts';

/** Identities looked at to name a customer: proven first, so that the best are among them. */
const addressesAtMost = 50;

type Reader = Pick<Ctx, 'db' | 'orgId' | 'actor' | 'ports' | 'secrets' | 'config' | 'publicUrl' | 'clock'>;

/** Addresses of whole groups by their root, proven first, then oldest first. Ended ones are left out. */
export async function addressesOf(
  ctx: Reader,
  roots: readonly string[],
  most = addressesAtMost,
): Promise<Map<string, IdentityRow[]>> {
  const result = await sql<IdentityRow & { root: string }>`
    SELECT g.root, i.* FROM unnest(${[...new Set(roots)]}::uuid[]) AS g(root)
    CROSS JOIN LATERAL (
      SELECT i.id, i.kind, i.value, i.canonical, i.match_key, i.name, i.proof, i.verified_at, i.confidence, i.source,
        i.opted_out_at, i.undeliverable_reason, i.soft_bounces, ${deadSince('i')} AS undeliverable_at
      FROM customers c JOIN identities i ON i.org_id = c.org_id AND i.customer_id = c.id AND i.ended_at IS NULL
      WHERE c.org_id = ${ctx.orgId} AND c.canonical_id = g.root
      ORDER BY (i.verified_at IS NULL), i.created_at, i.id LIMIT ${most}) i`.execute(ctx.db);
  return byKey(result.rows, (row) => row.root);
}

function byKey<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const row of rows) {
    const list = map.get(keyOf(row));
    if (list) list.push(row);
    else map.set(keyOf(row), [row]);
  }
  return map;
}

type Named = { id: string; name: string | null; picture?: string | null };

/** A reference made of a customer's name and addresses. */
export const refOf = (named: Named, contact: Contact, ctx?: Reader): CustomerRef => ({
  id: named.id,
  name: named.name,
  display: contact.display,
  avatarUrl: ctx && named.picture ? urlOf(ctx, named.picture, 'thumbnail') : null,
  verified: contact.verified,
});

/** Name of a group by the rule of `standing.ts`: the newest choice, the root's own, that of the oldest who has one. */
export const groupName = sql<string | null>`coalesce((
  SELECT w.name FROM customer_merges g JOIN customers w ON w.org_id = g.org_id AND w.id = (g.choices ->> 'name')::uuid
  WHERE g.org_id = r.org_id AND g.into_id = r.id AND g.undone_at IS NULL AND NOT 'name' = ANY (g.overruled)
    AND w.canonical_id = r.id AND w.name <> ''
  ORDER BY g.at DESC, g.id DESC LIMIT 1), r.name, (
  SELECT m.name FROM customers m WHERE m.org_id = r.org_id AND m.canonical_id = r.id AND m.name IS NOT NULL
  ORDER BY m.created_at, m.id LIMIT 1))`;

/** Person or company, by the same rule; every record is one of them. */
export const groupKind = sql<string>`coalesce((
  SELECT w.kind FROM customer_merges g JOIN customers w ON w.org_id = g.org_id AND w.id = (g.choices ->> 'kind')::uuid
  WHERE g.org_id = r.org_id AND g.into_id = r.id AND g.undone_at IS NULL AND NOT 'kind' = ANY (g.overruled)
    AND w.canonical_id = r.id
  ORDER BY g.at DESC, g.id DESC LIMIT 1), r.kind)`;

/** Picture of a group: the root's, else that of its oldest member who has one. */
export const groupPicture = sql<string | null>`coalesce(r.picture_id, (
  SELECT m.picture_id FROM customers m WHERE m.org_id = r.org_id AND m.canonical_id = r.id AND m.picture_id IS NOT NULL
  ORDER BY m.created_at, m.id LIMIT 1))`;

/**
 * References of customers by the id that was asked for; each is that of the canonical customer, so several ids may lead
 * to one. Unknown ids are left out.
 */
export async function customerRefs(ctx: Reader, ids: readonly string[]): Promise<Map<string, CustomerRef>> {
  if (ids.length === 0) return new Map();
  const result = await sql<Named & { asked: string }>`
    SELECT a.id AS asked, r.id, ${groupName} AS name, ${groupPicture} AS picture
    FROM customers a JOIN customers r ON r.org_id = a.org_id AND r.id = a.canonical_id
    WHERE a.org_id = ${ctx.orgId} AND a.id = ANY(${[...new Set(ids)]}::uuid[])`.execute(ctx.db);
  const addresses = await addressesOf(
    ctx,
    result.rows.map((row) => row.id),
  );
  return new Map(
    result.rows.map((row) => [
      row.asked,
      refOf(row, contactOf(ctx.ports.identityKinds, addresses.get(row.id) ?? []), ctx),
    ]),
  );
}

/** References of customers as they were before any merge: for telling what was merged into what. */
export async function ownRefs(ctx: Reader, ids: readonly string[]): Promise<Map<string, CustomerRef>> {
  if (ids.length === 0) return new Map();
  const wanted = [...new Set(ids)];
  const customers = await sql<Named>`
    SELECT id, name FROM customers WHERE org_id = ${ctx.orgId} AND id = ANY(${wanted}::uuid[])`.execute(
    ctx.db,
  );
  const identities = await sql<IdentityRow & { owner: string }>`
    SELECT g.owner, i.* FROM unnest(${wanted}::uuid[]) AS g(owner)
    CROSS JOIN LATERAL (
      SELECT id, kind, value, canonical, match_key, name, proof, verified_at, confidence, source FROM identities
      WHERE org_id = ${ctx.orgId} AND customer_id = g.owner AND ended_at IS NULL
      ORDER BY (verified_at IS NULL), created_at, id LIMIT 5) i`.execute(ctx.db);
  const addresses = byKey(identities.rows, (row) => row.owner);
  return new Map(
    customers.rows.map((row) => [
      row.id,
      refOf(row, contactOf(ctx.ports.identityKinds, addresses.get(row.id) ?? [])),
    ]),
  );
}

/** A reference the house loaded for many, as each reader gets it; null where it is the same for all of them. */
export function refFor(kernel: Kernel, ref: CustomerRef | null): ((actor: Actor) => CustomerRef) | null {
  if (!ref?.avatarUrl) return null;
  const address = addressFor(kernel, ref.avatarUrl);
  return (actor) => ({ ...ref, avatarUrl: address?.(actor) ?? null });
}
