import type { Batch } from './batch.ts';
import type { Mentions } from './mentions.ts';
import { query } from './query.ts';

export type IdentityLoad = {
  id: string;
  customer_id: string;
  kind: string;
  value: string;
  match_key: string;
  verified: boolean;
  source: string;
  name: string | null;
  opted_out: boolean;
  canonical_id: string;
  customer_verified: boolean;
  customer_created: Date;
  customer_name: string | null;
  customer_locale: string | null;
};

export const identityColumns = `
  i.id, i.customer_id, i.kind, i.value, i.match_key, i.verified_at IS NOT NULL AS verified, i.source, i.name, i.opted_out_at IS NOT NULL AS opted_out,
  c.canonical_id, r.created_at AS customer_created, r.name AS customer_name, r.locale AS customer_locale,
  EXISTS (SELECT FROM customers m JOIN identities v ON v.org_id = m.org_id AND v.customer_id = m.id
          WHERE m.org_id = c.org_id AND m.canonical_id = c.canonical_id
            AND v.verified_at IS NOT NULL AND v.ended_at IS NULL) AS customer_verified`;
export const identityJoins = `
  JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
  JOIN customers r ON r.org_id = c.org_id AND r.id = c.canonical_id`;

export async function loadIdentities(batch: Batch, mentions: Mentions): Promise<void> {
  if (mentions.matchKeys.size === 0) return;
  const rows = await query(batch)<IdentityLoad>(
    'identities',
    `SELECT ${identityColumns} FROM identities i ${identityJoins}
     WHERE i.org_id = $1 AND i.match_key = ANY($2) AND i.ended_at IS NULL ORDER BY i.created_at, i.id`,
    [batch.ctx.orgId, [...mentions.matchKeys]],
  );
  for (const row of rows) keepIdentity(batch, row);
}

export function keepIdentity(batch: Batch, row: IdentityLoad): void {
  const identity = {
    id: row.id,
    customerId: row.customer_id,
    kind: row.kind,
    value: row.value,
    matchKey: row.match_key,
    verified: row.verified,
    source: row.source,
    name: row.name,
    optedOut: row.opted_out,
  };
  if (batch.identitiesById.has(row.id)) return;
  batch.identitiesById.set(row.id, identity);
  batch.identities.set(row.match_key, [...(batch.identities.get(row.match_key) ?? []), identity]);
  const state = {
    verified: row.customer_verified,
    createdAt: row.customer_created,
    name: row.customer_name,
    locale: row.customer_locale,
  };
  for (const id of [row.customer_id, row.canonical_id]) {
    if (!batch.customers.has(id)) batch.customers.set(id, { id, canonicalId: row.canonical_id, ...state });
  }
}
