import type { HealthReport, Resync, StandingNotice } from '@meada/contract/routes/inbox-health';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { noticeWords } from '../notice-words.ts';
import { troublesOf } from './rules.ts';

/** Weeks looked back at, and the fewest that tell anything of what is usual. */
const weeks = { most: 4, fewest: 2 };
const errorsFor = sql.lit('24 hours');
const shownAtMost = sql.lit(20);
const hoursShown = 48;

type NoticeRow = Omit<StandingNotice, 'words'> & { facts: Record<string, string | number | boolean> };
type ErrorRow = HealthReport['dispatches']['errors'][number];
export type HealthRow = {
  id: string;
  name: string;
  channel: string;
  address: string;
  active: boolean;
  owner_id: string | null;
  health_state: HealthReport['state'];
  health_text: string | null;
  health_at: Date | null;
  last_in_at: Date | null;
  last_out_at: Date | null;
  troubles: string[];
  troubled_at: Date | null;
  told_at: Date | null;
  waiting: number;
  oldest_receipt: Date | null;
  poison: number;
  queued: number;
  oldest_dispatch: Date | null;
  failures_in_a_row: number;
  expected: number | null;
  notices: NoticeRow[] | null;
};

/**
 * How much should have come since the last, in full hours: the mean of the same stretch in the weeks before, from
 * `inbox_hours`. A stretch longer than a week counts as a week; null while too few weeks are known.
 */
const expectedOf = (now: Date) => sql`(SELECT CASE WHEN w.known >= ${sql.lit(weeks.fewest)} THEN (
    SELECT coalesce(sum(h.inbound), 0)::float8 / w.known FROM generate_series(1, w.known) AS k
    JOIN inbox_hours h ON h.org_id = b.org_id AND h.inbox_id = b.id
      AND h.hour >= date_trunc('hour', greatest(b.last_in_at, ${now}::timestamptz - interval '7 days')) + interval '1 hour' - k * interval '7 days'
      AND h.hour < date_trunc('hour', ${now}::timestamptz) - k * interval '7 days') END
  FROM (SELECT least(${sql.lit(weeks.most)}, coalesce(floor(extract(epoch FROM ${now}::timestamptz - min(o.hour)) / 604800), 0))::int AS known
    FROM inbox_hours o WHERE o.org_id = b.org_id AND o.inbox_id = b.id) AS w)`;

/** The facts of every inbox in use, in one query; of one, when its id is given. */
export async function healthRows(ctx: Ctx): Promise<HealthRow[]> {
  const now = ctx.clock.now();
  const result = await sql<HealthRow>`
    SELECT b.id, b.name, b.channel, b.address, b.active, b.owner_id, b.health_state, b.health_text, b.health_at,
      b.last_in_at, b.last_out_at, b.troubles, b.troubled_at, b.told_at,
      r.waiting, r.oldest AS oldest_receipt, q.queued, q.oldest AS oldest_dispatch, ${expectedOf(now)} AS expected,
      (SELECT count(*)::int FROM receipts p WHERE p.org_id = b.org_id AND p.state = 'poison' AND p.inbox_id = b.id
        AND p.body IS NOT NULL) AS poison,
      (SELECT count(*)::int FROM (SELECT FROM dispatches f WHERE f.org_id = b.org_id AND f.inbox_id = b.id
        AND f.state = 'failed' AND f.updated_at > greatest(b.last_out_at, ${now}::timestamptz - interval ${errorsFor}) LIMIT ${shownAtMost}) AS x)
        AS failures_in_a_row,
      (SELECT jsonb_agg(jsonb_build_object('id', n.id, 'code', n.code, 'level', n.level, 'text', n.text, 'facts', n.facts, 'at', n.at)
          ORDER BY n.at DESC)
        FROM (SELECT * FROM inbox_notices s WHERE s.org_id = b.org_id AND s.inbox_id = b.id AND s.settled_at IS NULL
          ORDER BY s.at DESC LIMIT ${shownAtMost}) AS n) AS notices
    FROM inboxes b
    CROSS JOIN LATERAL (SELECT count(*)::int AS waiting, min(received_at) AS oldest FROM receipts
      WHERE org_id = b.org_id AND state = 'new' AND inbox_id = b.id) AS r
    CROSS JOIN LATERAL (SELECT count(*)::int AS queued, min(created_at) AS oldest FROM dispatches
      WHERE org_id = b.org_id AND inbox_id = b.id AND state IN ('queued', 'sending')) AS q
    WHERE b.org_id = ${ctx.orgId} AND b.archived_at IS NULL
    ORDER BY b.created_at, b.id`.execute(ctx.db);
  return result.rows.filter((row) => ctx.ports.channels.has(row.channel));
}

/** What is wrong with an inbox by these facts. */
export const troublesIn = (row: HealthRow, now: Date) =>
  troublesOf({
    now,
    active: row.active,
    state: row.health_state,
    stateAt: row.health_at,
    lastInAt: row.last_in_at,
    expected: row.expected,
    oldestReceiptAt: row.oldest_receipt,
    oldestDispatchAt: row.oldest_dispatch,
    poison: row.poison,
    failuresInARow: row.failures_in_a_row,
    notices: (row.notices ?? []).filter((notice) => notice.level !== 'info').length,
  });

type Extra = { inbox_id: string; errors: ErrorRow[] | null; hours: number[]; resync: Resync | null };

/** What only the page needs: errors by code, the last two days hour by hour, the last re-sync. */
async function extras(ctx: Ctx): Promise<Map<string, Extra>> {
  const now = ctx.clock.now();
  const failed = (
    state: string,
  ) => sql`SELECT d.error_code, d.error_text, d.state, d.updated_at FROM dispatches d
    WHERE d.org_id = b.org_id AND d.inbox_id = b.id AND d.state = ${sql.lit(state)}
      AND d.updated_at > ${now}::timestamptz - interval ${errorsFor}`;
  const result = await sql<Extra>`
    SELECT b.id AS inbox_id,
      (SELECT jsonb_agg(jsonb_build_object('code', e.code, 'state', e.state, 'count', e.n, 'text', e.text, 'lastAt', e.last) ORDER BY e.n DESC)
        FROM (SELECT coalesce(f.error_code, 'unknown') AS code, f.state, count(*)::int AS n, max(f.updated_at) AS last,
            (array_agg(f.error_text ORDER BY f.updated_at DESC))[1] AS text
          FROM (${failed('failed')} UNION ALL ${failed('unknown')}) AS f GROUP BY 1, 2 ORDER BY n DESC LIMIT ${shownAtMost}) AS e) AS errors,
      ARRAY(SELECT coalesce(h.inbound, 0) FROM generate_series(date_trunc('hour', ${now}::timestamptz) - ${sql.lit(hoursShown)} * interval '1 hour',
          date_trunc('hour', ${now}::timestamptz) - interval '1 hour', interval '1 hour') AS s(hour)
        LEFT JOIN inbox_hours h ON h.org_id = b.org_id AND h.inbox_id = b.id AND h.hour = s.hour ORDER BY s.hour) AS hours,
      (SELECT jsonb_build_object('id', y.id, 'since', y.since, 'state', y.state, 'found', y.found, 'fresh', y.fresh,
          'error', y.error, 'createdAt', y.created_at, 'endedAt', y.ended_at)
        FROM inbox_resyncs y WHERE y.org_id = b.org_id AND y.inbox_id = b.id ORDER BY y.created_at DESC, y.id DESC LIMIT 1) AS resync
    FROM inboxes b WHERE b.org_id = ${ctx.orgId} AND b.archived_at IS NULL`.execute(ctx.db);
  return new Map(result.rows.map((row) => [row.inbox_id, row]));
}

const isoOf = (at: Date | string | null): string | null => (at === null ? null : new Date(at).toISOString());
const instantOf = (at: string): string => new Date(at).toISOString();

/** The health of every inbox in use, for the page. */
export async function healthReports(ctx: Ctx): Promise<HealthReport[]> {
  const now = ctx.clock.now();
  const [rows, more] = await Promise.all([healthRows(ctx), extras(ctx)]);
  return rows.map((row) => {
    const extra = more.get(row.id);
    return {
      inboxId: row.id,
      name: row.name,
      channel: row.channel,
      address: row.address,
      active: row.active,
      ownerId: row.owner_id,
      state: row.health_state,
      text: row.health_text,
      stateAt: isoOf(row.health_at),
      troubles: troublesIn(row, now),
      troubledAt: isoOf(row.troubled_at),
      lastInAt: isoOf(row.last_in_at),
      lastOutAt: isoOf(row.last_out_at),
      hours: extra?.hours ?? [],
      expected: row.expected,
      receipts: { waiting: row.waiting, oldestAt: isoOf(row.oldest_receipt), poison: row.poison },
      dispatches: {
        queued: row.queued,
        oldestAt: isoOf(row.oldest_dispatch),
        errors: (extra?.errors ?? []).map((error) => ({ ...error, lastAt: instantOf(error.lastAt) })),
      },
      notices: (row.notices ?? []).map(({ facts, ...notice }) => ({
        ...notice,
        words: noticeWords(ctx.ports.channels.get(row.channel), { ...notice, facts }),
        at: instantOf(notice.at),
      })),
      resync: {
        can: ctx.ports.channels.get(row.channel)?.resync !== undefined,
        last: extra?.resync ? resyncOf(extra.resync) : null,
      },
    };
  });
}

/** A re-sync as it came out of the database in JSON. */
const resyncOf = (row: Resync): Resync => ({
  ...row,
  since: instantOf(row.since),
  createdAt: instantOf(row.createdAt),
  endedAt: isoOf(row.endedAt),
});

/** Inboxes with which something was wrong when the worker last looked. */
export async function troubledInboxes(
  ctx: Ctx,
): Promise<{ inboxId: string; name: string; troubles: HealthReport['troubles'] }[]> {
  const rows = await ctx.db
    .selectFrom('inboxes')
    .select(['id as inboxId', 'name', 'troubles'])
    .where('org_id', '=', ctx.orgId)
    .where('active', '=', true)
    .where(sql<boolean>`troubles <> '{}'`)
    .orderBy('troubled_at')
    .execute();
  return rows as { inboxId: string; name: string; troubles: HealthReport['troubles'] }[];
}
