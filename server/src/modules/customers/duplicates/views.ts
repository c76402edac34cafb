import type { ResponseOf } from '@meada/contract/route';
import type {
  Duplicate,
  DuplicateCounts,
  DuplicateFilter,
  DuplicateSettings,
  listDuplicates as route,
} from '@meada/contract/routes/duplicates';
import { type RawBuilder, sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { comparisonOf, loadSides } from './compare.ts';
import { shownReasons } from './firm-fields.ts';
import { partingMerge } from './parting.ts';
import { loadSettings } from './settings.ts';

/** What the queue of duplicates reads. */

/** Counts go so far; beyond it is "many". */
const countedAtMost = 100_000;

type Row = {
  id: string;
  reason: string;
  reasons: Duplicate['reasons'];
  score: number;
  certain: boolean;
  at: Date;
  later_until: Date | null;
  state: Duplicate['state'];
  merge_id: string | null;
  a: string;
  b: string;
  place: string;
};

const isOne = sql<boolean>`a.canonical_id = b.canonical_id`;
/**
 * Pairs of groups that a person keeps apart, by whichever of their records that was said: what was merged into either side
 * since changes nothing.
 */
const keptApart = (orgId: string) => sql`apart AS MATERIALIZED (
  SELECT DISTINCT least(a.canonical_id, b.canonical_id) AS one, greatest(a.canonical_id, b.canonical_id) AS other
  FROM merge_suggestions s
  JOIN customers a ON a.org_id = s.org_id AND a.id = s.customer_id
  JOIN customers b ON b.org_id = s.org_id AND b.id = s.other_id
  WHERE s.org_id = ${orgId} AND s.settled_at IS NOT NULL AND NOT s.accepted)`;
const isApart = sql<boolean>`EXISTS (SELECT FROM apart WHERE apart.one = least(a.canonical_id, b.canonical_id)
  AND apart.other = greatest(a.canonical_id, b.canonical_id))`;
/** What a suggestion is now: its pair may have become one by any merge, and apart again by its undoing. */
const stateOf = (now: Date): RawBuilder<string> => sql<string>`CASE
  WHEN ${isOne} AND (s.settled_at IS NULL OR s.accepted) THEN 'merged' WHEN ${isApart} THEN 'different'
  WHEN s.later_until > ${now} THEN 'later' ELSE 'open' END`;

const standing = sql<boolean>`s.settled_at IS NULL AND NOT ${isOne} AND NOT ${isApart}`;
const conditions = (now: Date): Record<DuplicateFilter, RawBuilder<boolean>> => {
  const open = sql<boolean>`${standing} AND (s.later_until IS NULL OR s.later_until <= ${now})`;
  return {
    open,
    certain: sql`${open} AND s.certain`,
    likely: sql`${open} AND NOT s.certain`,
    later: sql`${standing} AND s.later_until > ${now}`,
    merged: sql`${isOne} AND (s.settled_at IS NULL OR s.accepted)`,
    different: sql`s.settled_at IS NOT NULL AND NOT s.accepted AND NOT ${isOne}`,
  };
};

const pairs = sql`merge_suggestions s
  JOIN customers a ON a.org_id = s.org_id AND a.id = s.customer_id
  JOIN customers b ON b.org_id = s.org_id AND b.id = s.other_id`;

/** The queue, the surest first; what was settled, the newest first. */
export async function listDuplicates(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.read');
  const { filter, cursor, limit } = query;
  const rows = await page(ctx, {
    filter,
    after: cursor === undefined ? null : placeOf(cursor),
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const loaded = await loadSides(
    ctx,
    shown.flatMap((row) => [row.a, row.b]),
  );
  return {
    items: shown.map((row) => ({
      id: row.id,
      reason: row.reason,
      reasons: shownReasons(ctx.actor, loaded.definitions, row.reasons),
      score: row.score,
      certain: row.certain,
      createdAt: row.at.toISOString(),
      laterUntil: row.later_until?.toISOString() ?? null,
      state: row.state,
      mergeId: row.merge_id,
      comparison: comparisonOf(ctx, loaded, [...new Set([row.a, row.b])]),
    })),
    next: rows.length > limit ? (shown.at(-1)?.place ?? null) : null,
    counts: await countDuplicates(ctx),
  };
}

type Page = { filter: DuplicateFilter; after: string | null; limit: number };

/** A place is a text that sorts as the list does: certain, score, id. */
function placeOf(cursor: string): string {
  if (!/^[01]\.\d{7}\.[0-9a-f-]{36}$/.test(cursor))
    throw new Failure('malformed', 'The cursor is not one of ours.', { field: 'query.cursor' });
  return cursor;
}

const place = sql<string>`(1 - s.certain::int) || '.' || lpad(((1 - s.score) * 1000000)::int::text, 7, '0') || '.' || s.id`;

async function page(ctx: Ctx, { filter, after, limit }: Page): Promise<Row[]> {
  const now = ctx.clock.now();
  const from = after === null ? sql`` : sql`AND ${place} COLLATE "C" > ${after}`;
  const result = await sql<Row>`
    WITH ${keptApart(ctx.orgId)}
    SELECT s.id, s.reason, s.reasons, s.score, s.certain, s.created_at AS at, s.later_until, ${stateOf(now)} AS state,
      a.canonical_id AS a, b.canonical_id AS b, ${place} AS place,
      CASE WHEN ${isOne} THEN ${partingMerge} END AS merge_id
    FROM ${pairs} WHERE s.org_id = ${ctx.orgId} AND ${conditions(now)[filter]} ${from}
    ORDER BY s.certain DESC, ((1 - s.score) * 1000000)::int, s.id LIMIT ${limit}`.execute(ctx.db);
  return result.rows;
}

/** How many pairs stand where. */
export async function countDuplicates(ctx: Ctx): Promise<DuplicateCounts> {
  const now = ctx.clock.now();
  const { rows } = await sql<{ state: string; certain: boolean; many: number }>`
    WITH ${keptApart(ctx.orgId)}
    SELECT state, certain, count(*)::int AS many FROM (
      SELECT ${stateOf(now)} AS state, s.certain FROM ${pairs} WHERE s.org_id = ${ctx.orgId} LIMIT ${countedAtMost}) x
    GROUP BY 1, 2`.execute(ctx.db);
  const many = (state: string, certain?: boolean): number =>
    rows
      .filter((row) => row.state === state && (certain === undefined || row.certain === certain))
      .reduce((sum, row) => sum + row.many, 0);
  return {
    open: many('open'),
    certain: many('open', true),
    likely: many('open', false),
    later: many('later'),
    merged: many('merged'),
    different: many('different'),
  };
}

type ScanRow = NonNullable<DuplicateSettings['scan']> & { startedAt: Date; endedAt: Date | null };

/** How duplicates are looked for, and the newest run. */
export async function settingsOf(ctx: Ctx): Promise<DuplicateSettings> {
  const { autoMerge, nightly, likely } = await loadSettings(ctx);
  const { rows } = await sql<{ at: Date | null; of: number; customers: number }>`
    SELECT s.learned_at AS at, coalesce(s.learned_of, 0) AS of,
      (SELECT count(*) FROM customers WHERE org_id = o.id AND canonical_id = id)::int AS customers
    FROM organisations o LEFT JOIN duplicate_settings s ON s.org_id = o.id WHERE o.id = ${ctx.orgId}`.execute(
    ctx.db,
  );
  const scans = await sql<ScanRow>`
    SELECT id, kind, state, phase, total, done, found, merged, started_at AS "startedAt", ended_at AS "endedAt"
    FROM duplicate_scans WHERE org_id = ${ctx.orgId} ORDER BY started_at DESC LIMIT 1`.execute(ctx.db);
  const scan = scans.rows[0];
  return {
    autoMerge,
    nightly,
    likely,
    learnedAt: rows[0]?.at?.toISOString() ?? null,
    learnedOf: rows[0]?.of ?? 0,
    customers: rows[0]?.customers ?? 0,
    scan: scan
      ? { ...scan, startedAt: scan.startedAt.toISOString(), endedAt: scan.endedAt?.toISOString() ?? null }
      : null,
  };
}
