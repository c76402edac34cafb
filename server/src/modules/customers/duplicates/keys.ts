import { createHash } from 'node:crypto';
import type { Ctx } from '../../../kernel/ctx.ts';
import { relatedKey } from '../kinds.ts';
import { lookupKeys } from '../matching/index.ts';
import { loadRecords, type OwnRecord } from './records.ts';

/** Keys of one record at most; hostile input must not fill the table. */
const keysAtMost = 60;

/** The first eight bytes of SHA-256 as PostgreSQL's bigint; two texts meet in one of 10¹³ pairs at a million records. */
const hashed = (text: string): string =>
  createHash('sha256').update(text).digest().readBigInt64BE(0).toString();

/** What a record is looked up by: the matcher's keys, and the addresses its addresses are related to. */
export function matchKeysOf(record: Pick<OwnRecord, 'person' | 'matchKeys'>): string[] {
  const related = record.matchKeys
    .filter((key) => key.startsWith('email:'))
    .map((key) => `related ${relatedKey(key) ?? key}`);
  const texts = new Set([...related, ...lookupKeys(record.person)]);
  return [...texts].slice(0, keysAtMost).map(hashed);
}

/** Writes the keys of records anew, by their own ids, and says that they are to be compared. */
export async function refreshKeys(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const records = await loadRecords(ctx, ids, 'id');
  const rows = records.flatMap((record) => matchKeysOf(record).map((key) => ({ id: record.id, key })));
  const own = records.map((record) => record.id);
  const values = [ctx.orgId, own, rows.map((row) => row.id), rows.map((row) => row.key)];
  await ctx.client.query({
    name: 'match_keys_gone',
    text: `DELETE FROM match_keys k WHERE k.org_id = $1 AND k.customer_id = ANY($2)
      AND NOT EXISTS (SELECT FROM unnest($3::uuid[], $4::bigint[]) AS n(id, key)
        WHERE n.id = k.customer_id AND n.key = k.key)`,
    values,
  });
  await ctx.client.query({
    name: 'match_keys_new',
    text: `INSERT INTO match_keys (org_id, customer_id, key)
      SELECT $1, n.id, n.key FROM unnest($2::uuid[], $3::bigint[]) AS n(id, key) ON CONFLICT DO NOTHING`,
    values: [ctx.orgId, ...values.slice(2)],
  });
  await ctx.client.query({
    name: 'match_states_keyed',
    text: `INSERT INTO match_states (org_id, customer_id, keyed_at) SELECT $1, id, $3 FROM unnest($2::uuid[]) AS s(id)
      ON CONFLICT (org_id, customer_id) DO UPDATE SET keyed_at = excluded.keyed_at`,
    values: [ctx.orgId, own, ctx.clock.now()],
  });
}

/** Records changed: they wait to be keyed and compared. Ids that are no customers are passed over. */
export async function markChanged(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.client.query({
    name: 'match_states_changed',
    text: `INSERT INTO match_states (org_id, customer_id, keyed_at, waits)
      SELECT c.org_id, c.id, 'epoch', true FROM customers c WHERE c.org_id = $1 AND c.id = ANY($2) ORDER BY c.id
      ON CONFLICT (org_id, customer_id) DO UPDATE SET waits = true`,
    values: [ctx.orgId, [...new Set(ids)]],
  });
}

/** Records are read by a run over the base: what changed before it need not be compared once more. */
export async function markRead(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.client.query({
    name: 'match_states_read',
    text: 'UPDATE match_states SET waits = false WHERE org_id = $1 AND customer_id = ANY($2) AND waits',
    values: [ctx.orgId, ids],
  });
}

/** Records were compared with the rest of the base. */
export async function markCompared(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.client.query({
    name: 'match_states_compared',
    text: 'UPDATE match_states SET compared_at = $3, waits = false WHERE org_id = $1 AND customer_id = ANY($2)',
    values: [ctx.orgId, ids, ctx.clock.now()],
  });
}
