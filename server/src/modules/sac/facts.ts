import { hasPrivateSide } from '@meada/contract/private-side';
import type { SacRequestKind } from '@meada/contract/sac';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { loadInboxes } from '../inboxes/index.ts';
import { retentionFloors } from './keeping.ts';
import type { SacFacts, SacInbox } from './rules.ts';
import { demandsIn, isLate, type Stretch, toldAfter, toldInVain, wasAnswered } from './views.ts';

/** The evidence of a stretch of days, from what the tables say. */
export async function factsOf(ctx: Ctx, stretch: Stretch): Promise<SacFacts> {
  const inboxes = await inboxesOf(ctx, stretch.brandIds);
  return {
    inboxes,
    ...(await countDemands(ctx, stretch)),
    histories: await countRequests(ctx, stretch, 'history'),
    cancellations: await countRequests(ctx, stretch, 'cancellation'),
    ads: await countAds(ctx, stretch),
    retention: await retentionDays(ctx),
    keptRecords: await countKept(ctx, stretch),
  };
}

/** Channels on which the house can say something to one customer alone. */
const spoken = (ctx: Ctx): string[] =>
  [...ctx.ports.channels.values()].flatMap(({ manifest: { id, capabilities } }) =>
    capabilities.sends.includes('text') && hasPrivateSide(capabilities) ? [id] : [],
  );

/** The active inboxes of the brands, as far as their settings decide something here. */
async function inboxesOf(ctx: Ctx, brandIds: readonly string[]): Promise<SacInbox[]> {
  const { rows } = await sql<{ id: string; people: number }>`
    SELECT b.id, CASE WHEN b.team_id IS NULL
      THEN (SELECT count(*)::int FROM members m WHERE m.org_id = b.org_id AND m.active)
      ELSE (SELECT count(*)::int FROM team_members t JOIN members m ON m.org_id = t.org_id AND m.id = t.person_id AND m.active
        WHERE t.org_id = b.org_id AND t.team_id = b.team_id) END AS people
    FROM inboxes b WHERE b.org_id = ${ctx.orgId} AND b.active AND b.brand_id = ANY (${[...brandIds]}::uuid[])`.execute(
    ctx.db,
  );
  const people = new Map(rows.map((row) => [row.id, row.people]));
  if (people.size === 0) return [];
  const loaded = await loadInboxes(ctx, ctx.db, [...people.keys()]);
  return loaded.map((inbox) => {
    const { capabilities } = inbox.plugin.manifest;
    return {
      ...{ id: inbox.id, name: inbox.name, hours: inbox.hours, people: people.get(inbox.id) ?? 0 },
      carriesText: capabilities.sends.includes('text') && hasPrivateSide(capabilities),
      hasAwayMessage: inbox.awayMessage.trim() !== '',
      asksFirst: (capabilities.asksFirst ?? []).some((name) => inbox.settings[name] === true),
    };
  });
}

type Counted = SacFacts['told'] & SacFacts['answers'];

/** No way of the conversation is one on which the house may speak by itself: public, a group, silence asked for, ended. */
const unreachable = (ctx: Ctx) => sql<boolean>`(NOT EXISTS (
    SELECT FROM legs l JOIN inboxes b ON b.org_id = l.org_id AND b.id = l.inbox_id AND b.channel = ANY (${spoken(ctx)}::text[])
    JOIN identities i ON i.org_id = l.org_id AND i.id = l.identity_id AND i.opted_out_at IS NULL
    LEFT JOIN outside_threads o ON o.org_id = l.org_id AND o.id = l.outside_thread_id
    WHERE l.org_id = d.org_id AND l.conversation_id = d.conversation_id AND l.side = 'private'
      AND l.last_inbound_at IS NOT NULL AND (o.id IS NULL OR o.kind <> 'group'))
  OR EXISTS (SELECT FROM messages m WHERE m.org_id = d.org_id AND m.conversation_id = d.conversation_id
    AND m.facts ? 'noAutomaticAnswer'))`;

async function countDemands(
  ctx: Ctx,
  stretch: Stretch,
): Promise<{ told: SacFacts['told']; answers: SacFacts['answers'] }> {
  const { rows } = await sql<Counted>`
    SELECT count(*)::int AS demands, count(*) FILTER (WHERE s.told)::int AS told, count(*) FILTER (WHERE s.failed)::int AS failed,
      count(*) FILTER (WHERE NOT s.told AND NOT s.failed AND s.unreachable)::int AS unreachable,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY s.seconds) FILTER (WHERE s.told) AS "medianSeconds",
      count(*) FILTER (WHERE s.ended AND NOT s.late)::int AS kept, count(*) FILTER (WHERE s.ended AND s.late)::int AS late,
      count(*) FILTER (WHERE NOT s.ended AND NOT s.late)::int AS open, count(*) FILTER (WHERE NOT s.ended AND s.late)::int AS "openLate",
      count(*) FILTER (WHERE NOT s.ended AND NOT s.late AND s.near)::int AS near,
      count(*) FILTER (WHERE s.ended AND NOT s.answered)::int AS unanswered
    FROM (SELECT t.how IS NOT NULL AND NOT coalesce(${toldInVain}, false) AS told, coalesce(${toldInVain}, false) AS failed,
        ${toldAfter} AS seconds, d.ended_at IS NOT NULL AS ended, ${isLate(ctx)} AS late, d.warned_at IS NOT NULL AS near,
        t.how IS NULL AND ${unreachable(ctx)} AS unreachable, ${wasAnswered} AS answered
      FROM ${demandsIn(ctx, stretch)}) AS s`.execute(ctx.db);
  const zero = {
    demands: 0,
    told: 0,
    failed: 0,
    unreachable: 0,
    kept: 0,
    late: 0,
    open: 0,
    openLate: 0,
    near: 0,
  };
  const {
    demands,
    told,
    failed,
    unreachable: silent,
    medianSeconds,
    ...answers
  } = rows[0] ?? {
    ...zero,
    ...{ medianSeconds: null, unanswered: 0 },
  };
  const seconds = medianSeconds === null ? null : Math.max(0, Math.round(medianSeconds * 10) / 10);
  return { told: { demands, told, failed, unreachable: silent, medianSeconds: seconds }, answers };
}

async function countRequests(
  ctx: Ctx,
  { start, end, brandIds }: Stretch,
  kind: SacRequestKind,
): Promise<SacFacts['cancellations']> {
  const now = ctx.clock.now();
  const { rows } = await sql<SacFacts['cancellations']>`
    SELECT count(*)::int AS asked, count(*) FILTER (WHERE s.done <= s.due_at)::int AS "inTime",
      count(*) FILTER (WHERE s.done > s.due_at)::int AS late,
      count(*) FILTER (WHERE s.done IS NULL AND s.due_at >= ${now})::int AS open,
      count(*) FILTER (WHERE s.done IS NULL AND s.due_at < ${now})::int AS "openLate",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM s.done - s.asked_at)) AS "medianSeconds",
      count(*) FILTER (WHERE s.effect IS NOT NULL AND s.done_at IS NULL AND (s.effective_on IS NULL OR s.effective_on <= ${now}::date))::int AS undone
    FROM (SELECT q.*, coalesce(q.sent_at, q.handed_at) AS done FROM sac_requests q
      WHERE q.org_id = ${ctx.orgId} AND q.kind = ${kind} AND q.brand_id = ANY (${brandIds}::uuid[])
        AND q.asked_at >= ${start} AND q.asked_at < ${end}) AS s`.execute(ctx.db);
  const [row] = rows;
  const none = { asked: 0, inTime: 0, late: 0, open: 0, openLate: 0, undone: 0, medianSeconds: null };
  const { medianSeconds, ...counts } = row ?? none;
  return {
    ...counts,
    medianSeconds: medianSeconds === null ? null : Math.max(0, Math.round(medianSeconds * 10) / 10),
  };
}

/** Announcements held back while a demand of the customer was open, and those that were sent all the same. */
async function countAds(ctx: Ctx, { start, end, brandIds }: Stretch): Promise<SacFacts['ads']> {
  const { rows } = await sql<{ held: number; sent: number }>`
    SELECT count(*) FILTER (WHERE r.state = 'skipped' AND r.reason = 'sac_waiting')::int AS held,
      count(*) FILTER (WHERE r.state = 'sent' AND EXISTS (SELECT FROM customers a
        JOIN customers g ON g.org_id = a.org_id AND g.canonical_id = a.canonical_id
        JOIN conversations c ON c.org_id = g.org_id AND c.customer_id = g.id AND c.brand_id = b.brand_id
        JOIN deadlines d ON d.org_id = c.org_id AND d.conversation_id = c.id AND d.what = 'decree'
        WHERE a.org_id = r.org_id AND a.id = r.customer_id AND d.started_at < r.at AND coalesce(d.ended_at, 'infinity') > r.at))::int AS sent
    FROM announcement_recipients r JOIN inboxes b ON b.org_id = r.org_id AND b.id = r.way_inbox_id
    WHERE r.org_id = ${ctx.orgId} AND r.at >= ${start} AND r.at < ${end} AND b.brand_id = ANY (${brandIds}::uuid[])`.execute(
    ctx.db,
  );
  return { held: rows[0]?.held ?? 0, sentWhileWaiting: rows[0]?.sent ?? 0 };
}

/** Days that count: what the firm chose, but never less than the decree asks for. */
async function retentionDays(ctx: Ctx): Promise<SacFacts['retention']> {
  const floors = await retentionFloors(ctx);
  const rows = await ctx.db
    .selectFrom('retention_rules')
    .select(['category', 'days'])
    .where('org_id', '=', ctx.orgId)
    .execute();
  const daysOf = (category: 'messages' | 'conversations' | 'attachments'): number | null => {
    const chosen = rows.find((row) => row.category === category)?.days;
    return chosen === undefined ? null : Math.max(chosen, floors[category] ?? 0);
  };
  return {
    ...{ messages: daysOf('messages'), conversations: daysOf('conversations') },
    attachments: daysOf('attachments'),
  };
}

/** Demands whose record is kept now: open, or resolved less than two years ago. */
async function countKept(ctx: Ctx, { brandIds }: Stretch): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM deadlines d JOIN conversations c ON c.org_id = d.org_id AND c.id = d.conversation_id
    WHERE d.org_id = ${ctx.orgId} AND d.what = 'decree' AND c.brand_id = ANY (${brandIds}::uuid[])
      AND (d.ended_at IS NULL OR d.ended_at > ${ctx.clock.now()}::timestamptz - interval '2 years')`.execute(
    ctx.db,
  );
  return rows[0]?.n ?? 0;
}
