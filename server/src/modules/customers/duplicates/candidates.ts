import type { Ctx } from '../../../kernel/ctx.ts';
import { allDone } from '../../../kernel/db/all-done.ts';
import { matchKeysOf } from './keys.ts';
import type { OwnRecord } from './records.ts';

/** A key that more records have says too little: those who have only such keys in common are told apart by nothing. */
const holdersAtMost = 32;
/** Records a record is compared with at most, those with the rarest keys in common first. */
const candidatesAtMost = 24;

type Asking = Pick<Ctx, 'client' | 'orgId'>;

/**
 * Keys that were found too common, by organisation. Most keys of a usual name are: to ask for them again with everybody who
 * arrives would read more pages than all the others. Records rarely lose keys; it is forgotten now and then all the same.
 */
const common = new Map<string, Set<string>>();
const commonAtMost = 50_000;
const organisationsAtMost = 200;

function commonOf(orgId: string): Set<string> {
  const known = common.get(orgId);
  if (known && known.size < commonAtMost) return known;
  if (common.size >= organisationsAtMost) common.clear();
  const fresh = new Set<string>();
  common.set(orgId, fresh);
  return fresh;
}

/** Records that have each of the keys; too common ones are left out. One statement for any number of keys. */
async function holdersOfKeys(ctx: Asking, keys: readonly string[]): Promise<Map<string, string[]>> {
  const tooCommon = commonOf(ctx.orgId);
  const asked = [...new Set(keys)].filter((key) => !tooCommon.has(key));
  if (asked.length === 0) return new Map();
  // A subquery hides the array's length from the planner: one plan is kept, and none is made for each look-up.
  const { rows } = await ctx.client.query<{ key: string; ids: string[] | null }>({
    name: 'match_key_holders',
    text: `SELECT s.key::text AS key, CASE WHEN cardinality(s.ids) < ${holdersAtMost} THEN s.ids END AS ids FROM (
        SELECT q.key, ARRAY(SELECT k.customer_id FROM match_keys k
          WHERE k.org_id = $1 AND k.key = q.key LIMIT ${holdersAtMost}) AS ids
        FROM unnest((SELECT $2::bigint[])) AS q(key) OFFSET 0) s`,
    values: [ctx.orgId, asked],
  });
  const found = new Map<string, string[]>();
  for (const { key, ids } of rows)
    if (ids === null) tooCommon.add(key);
    else found.set(key, ids);
  return found;
}

/** Records with keys in common with one, those with the rarest first. */
function ranked(
  own: Pick<OwnRecord, 'members'>,
  keys: readonly string[],
  holders: ReadonlyMap<string, readonly string[]>,
): string[] {
  const weights = new Map<string, number>();
  for (const key of keys) {
    const ids = holders.get(key) ?? [];
    for (const id of ids)
      if (!own.members.includes(id)) weights.set(id, (weights.get(id) ?? 0) + 1 / ids.length);
  }
  return [...weights]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, candidatesAtMost)
    .map(([id]) => id);
}

/**
 * Roots of those who hold one of these very addresses (current ones), at most as many of each as anybody compares with:
 * the exact look-up, by the index of identities.
 */
export async function holdersOfAddresses(
  ctx: Asking,
  matchKeys: readonly string[],
): Promise<Map<string, string[]>> {
  if (matchKeys.length === 0) return new Map();
  const { rows } = await ctx.client.query<{ key: string; id: string }>({
    name: 'match_holders',
    text: `SELECT q.key, c.canonical_id AS id FROM unnest((SELECT $2::text[])) AS q(key)
      CROSS JOIN LATERAL (SELECT i.customer_id FROM identities i
        WHERE i.org_id = $1 AND i.match_key = q.key AND i.ended_at IS NULL LIMIT ${candidatesAtMost}) h
      JOIN customers c ON c.org_id = $1 AND c.id = h.customer_id`,
    values: [ctx.orgId, [...new Set(matchKeys)]],
  });
  const found = new Map<string, string[]>();
  for (const { key, id } of rows) found.set(key, [...(found.get(key) ?? []), id]);
  return found;
}

type Near = { addresses: boolean; keys: boolean };

/**
 * For each of some records, by root, the ids of others that may be the same human: by the very address, and by what is
 * alike. Two statements on one trip, however many records there are.
 */
export async function nearOf(
  ctx: Asking,
  records: readonly OwnRecord[],
  near: Near,
): Promise<Map<string, string[]>> {
  const keysOf = new Map(records.map((record) => [record.root, near.keys ? matchKeysOf(record) : []]));
  const addresses = near.addresses ? records.flatMap((record) => record.matchKeys) : [];
  const [byAddress, byKey] = [
    holdersOfAddresses(ctx, addresses),
    holdersOfKeys(ctx, [...keysOf.values()].flat()),
  ];
  await allDone([byAddress, byKey]);
  const [holders, alike] = [await byAddress, await byKey];
  return new Map(
    records.map((record) => {
      const same = record.matchKeys.flatMap((key) => holders.get(key) ?? []);
      const ids = new Set([...same, ...ranked(record, keysOf.get(record.root) ?? [], alike)]);
      for (const own of record.members) ids.delete(own);
      return [record.root, [...ids]];
    }),
  );
}
