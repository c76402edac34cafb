import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { jsonOf } from '../../../kernel/db/bulk.ts';
import { sharedAmong } from '../shared.ts';
import { nearOf } from './candidates.ts';
import { decidePair, type Finding } from './decide.ts';
import { markCompared, refreshKeys } from './keys.ts';
import { beliefs } from './matcher.ts';
import { gathered, loadRecords, type OwnRecord } from './records.ts';
import type { Settings } from './settings.ts';

export type Match = Finding & { customerId: string; otherId: string };
/** `facts`: only who shares an address or document is looked at, and only what these say counts. */
export type Wanted = Pick<Settings, 'model' | 'likely'> & { facts?: boolean };

/** Records put together by group, each as one record, by root. */
export function groupsOf(records: readonly OwnRecord[]): Map<string, OwnRecord> {
  const map = new Map<string, OwnRecord>();
  for (const [root, list] of Map.groupBy(records, (record) => record.root)) {
    const whole = gathered(list);
    if (whole) map.set(root, whole);
  }
  return map;
}

/**
 * Groups of any ids. Hardly anybody was ever merged, so that nearly every id is a root: those are read by one index, and a
 * second look is taken only at the rest.
 */
async function loadOthers(ctx: Ctx, ids: readonly string[]): Promise<Map<string, OwnRecord>> {
  const records = await loadRecords(ctx, ids, 'canonical_id');
  const found = new Set(records.map((record) => record.id));
  const merged = ids.filter((id) => !found.has(id));
  const roots = new Set(records.map((record) => record.root));
  const further = await loadRecords(ctx, merged, 'group');
  return groupsOf([...records, ...further.filter((record) => !roots.has(record.root))]);
}

/**
 * Other records that may be the same human as one of the given groups, whichever side of a pair comes first: the live
 * look-up, for one or many at once. Three trips, and one more where addresses are shared.
 */
export async function findMatches(ctx: Ctx, roots: readonly string[], wanted: Wanted): Promise<Match[]> {
  const own = groupsOf(await loadRecords(ctx, roots, 'canonical_id'));
  const nearby = await nearOf(ctx, [...own.values()], { addresses: true, keys: !wanted.facts });
  const members = new Map([...own.values()].flatMap((one) => one.members.map((id) => [id, one.root])));
  const missing = [...new Set([...nearby.values()].flat())].filter((id) => !members.has(id));
  const others = await loadOthers(ctx, missing);
  for (const one of others.values()) for (const id of one.members) members.set(id, one.root);
  const recordOf = (root: string) => own.get(root) ?? others.get(root);
  const seen = new Set<string>();
  const beside: Beside[] = [];
  for (const [root, candidates] of nearby) {
    const record = recordOf(root);
    const fresh = new Set(candidates.flatMap((id) => members.get(id) ?? []));
    const roots = [...fresh].filter((other) => other !== root && !seen.has(`${other} ${root}`));
    for (const other of roots) seen.add(`${root} ${other}`);
    if (record) beside.push({ record, others: roots.flatMap((other) => recordOf(other) ?? []) });
  }
  return compareAll(ctx, beside, wanted);
}

type Beside = { record: OwnRecord; others: OwnRecord[] };

const commonWith = ({ record, others }: Beside): string[] =>
  others.flatMap((other) => other.matchKeys.filter((key) => record.matchKeys.includes(key)));

async function compareAll(ctx: Ctx, list: readonly Beside[], wanted: Wanted): Promise<Match[]> {
  const shared = await sharedAmong(ctx, list.flatMap(commonWith));
  return list.flatMap((beside) => compareWith(beside, { wanted, shared }));
}

type Knowing = { wanted: Wanted; shared: ReadonlySet<string> };

function compareWith({ record, others }: Beside, { wanted, shared }: Knowing): Match[] {
  if (others.length === 0) return [];
  const believed = beliefs(
    wanted.model,
    record.person,
    others.map((other) => other.person),
  );
  return others.flatMap((other, index) => {
    const belief = believed[index] ?? { chance: 0, reasons: [] };
    const finding = decidePair({ a: record, b: other, belief, shared, facts: wanted.facts }, wanted.likely);
    return finding ? [{ ...finding, customerId: record.root, otherId: other.root }] : [];
  });
}

/**
 * Writes findings down as suggestions, one for a pair of groups. What a person kept apart (dismissed, or un-merged) does
 * not come back, whatever was merged into either side since; one that stands open is brought up to date. Answers the
 * suggestions that are new, and those that stand.
 */
export async function keepMatches(
  ctx: Ctx,
  matches: readonly Match[],
): Promise<{ id: string; customerId: string; otherId: string; certain: boolean; fresh: boolean }[]> {
  if (matches.length === 0) return [];
  const rows = matches.map((match) => ({ ...match, id: ctx.ids.uuid() }));
  const result = await ctx.client.query<{
    id: string;
    customerId: string;
    otherId: string;
    certain: boolean;
    fresh: boolean;
  }>({
    name: 'keep_matches',
    text: keepText,
    values: [ctx.orgId, jsonOf(rows), ctx.clock.now()],
  });
  for (const { customerId, otherId, fresh } of result.rows)
    if (fresh) ctx.emit({ name: 'suggestion.created', facts: { customerId, otherId } });
  return result.rows;
}

/** Pairs of the two groups that somebody has decided on already, whichever records of them it was about. */
const keepText = `
  INSERT INTO merge_suggestions AS s (org_id, id, customer_id, other_id, reason, score, certain, reasons, created_at)
  SELECT $1, r.id, r."customerId", r."otherId", r.reason, r.score, r.certain, r.reasons, $3
  FROM jsonb_to_recordset($2::jsonb)
    AS r(id uuid, "customerId" uuid, "otherId" uuid, reason text, score real, certain boolean, reasons jsonb)
  WHERE NOT EXISTS (
    SELECT FROM customers m
    JOIN LATERAL (
      SELECT d.customer_id, d.other_id FROM merge_suggestions d
        WHERE d.org_id = $1 AND d.customer_id = m.id AND (d.settled_at IS NOT NULL AND NOT d.accepted OR d.settled_at IS NULL)
      UNION ALL SELECT d.other_id, d.customer_id FROM merge_suggestions d
        WHERE d.org_id = $1 AND d.other_id = m.id AND (d.settled_at IS NOT NULL AND NOT d.accepted OR d.settled_at IS NULL)
      UNION ALL SELECT g.from_id, g.into_id FROM customer_merges g
        WHERE g.org_id = $1 AND g.from_id = m.id AND g.undone_at IS NOT NULL AND g.undone_by IS NOT NULL
      UNION ALL SELECT g.into_id, g.from_id FROM customer_merges g
        WHERE g.org_id = $1 AND g.into_id = m.id AND g.undone_at IS NOT NULL AND g.undone_by IS NOT NULL) d ON true
    JOIN customers o ON o.org_id = $1 AND o.id = d.other_id
    WHERE m.org_id = $1 AND m.canonical_id = r."customerId" AND o.canonical_id = r."otherId"
      AND NOT (m.id = r."customerId" AND o.id = r."otherId" AND EXISTS (SELECT FROM merge_suggestions own
        WHERE own.org_id = $1 AND own.settled_at IS NULL AND (own.customer_id, own.other_id) IN ((m.id, o.id), (o.id, m.id)))))
  ON CONFLICT (org_id, least(customer_id, other_id), greatest(customer_id, other_id))
  DO UPDATE SET score = excluded.score, certain = excluded.certain, reasons = excluded.reasons
    WHERE s.settled_at IS NULL
  RETURNING s.id, s.customer_id AS "customerId", s.other_id AS "otherId", s.certain, s.created_at = $3 AS fresh`;

/** Keys and compares records that wait; answers what was found. The records are named by their own ids. */
export async function compareRecords(
  ctx: Ctx,
  ids: readonly string[],
  wanted: Wanted,
): Promise<Awaited<ReturnType<typeof keepMatches>>> {
  await refreshKeys(ctx, ids);
  const { rows } = await sql<{ root: string }>`
    SELECT DISTINCT canonical_id AS root FROM customers WHERE org_id = ${ctx.orgId} AND id = ANY(${ids}::uuid[])`.execute(
    ctx.db,
  );
  const kept = await keepMatches(
    ctx,
    await findMatches(
      ctx,
      rows.map((row) => row.root),
      wanted,
    ),
  );
  await markCompared(ctx, ids);
  return kept;
}
