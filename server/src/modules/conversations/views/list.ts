import { loudFrom } from '@meada/contract/public';
import type { ResponseOf } from '@meada/contract/route';
import {
  type ConversationItem,
  type countConversations,
  type ListView,
  type listConversations,
  StatusCategory,
} from '@meada/contract/routes/conversations';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { viewerOf } from '../../people/index.ts';
import { hasStatus } from '../statuses/views.ts';
import { seenBy, seenParts } from '../visibility.ts';
import { type PlaceText, readCursor, textOfTime, writeCursor } from './cursor.ts';
import { conversationItems } from './items.ts';
import { findCandidates } from './search.ts';

type Filters = Input<typeof listConversations>['query'];
type Condition = RawBuilder<SqlBool>;
type Found = { id: string; at: string };

/** Lists named ids are at most this long; a longer one is read along the order instead. */
const idsAtMost = 2000;

/** One page of a view: ids along an index, then the items. Rows read are bounded by page and filters, not by the table. */
export async function readList(
  ctx: Ctx,
  filters: Filters,
): Promise<{ items: ConversationItem[]; next: string | null }> {
  const place = readCursor(filters.cursor);
  const ids = await namedIds(ctx, filters);
  const rows =
    ids?.length === 0
      ? []
      : isEarliest(filters.view)
        ? await earliestPage(ctx, { filters, place, ids })
        : await activePage(ctx, { filters, place, ids });
  const page = rows.slice(0, filters.limit);
  const last = rows.length > filters.limit ? page.at(-1) : undefined;
  const items = await conversationItems(
    ctx,
    page.map((row) => row.id),
    actorKey(ctx.actor),
  );
  return { items, next: last ? writeCursor({ at: last.at, id: last.id }) : null };
}

/** Ids that a filter names by itself (search, followed, a rare label), or null when it is read along the order. */
async function namedIds(ctx: Ctx, filters: Filters): Promise<string[] | null> {
  const { personId } = viewerOf(ctx.actor);
  if (filters.query) return findCandidates(ctx, filters.query);
  if (filters.view === 'public')
    return idsOf(
      ctx,
      sql`(SELECT DISTINCT conversation_id FROM public_duties
        WHERE org_id = ${ctx.orgId} AND settled_at IS NULL LIMIT ${idsAtMost})`,
    );
  if (filters.view === 'scheduled') return idsOf(ctx, sql`(${laterIn(ctx)} LIMIT ${idsAtMost})`);
  if (filters.view === 'following') return idsOf(ctx, sql`meada_followed(${personId}::uuid, ${idsAtMost})`);
  if (filters.side === 'public') {
    const open = await idsOf(ctx, publicLately);
    if (open.length < idsAtMost) return open;
  }
  if (filters.rating) {
    const rated = await idsOf(ctx, ratedAs(ctx, filters.rating));
    if (rated.length < idsAtMost) return rated;
  }
  if (!filters.labelId) return null;
  const labelled = await idsOf(ctx, sql`meada_labelled(${filters.labelId}::uuid, ${idsAtMost})`);
  return labelled.length < idsAtMost ? labelled : null;
}

/** Conversations with a public side, the latest public words first; the organisation's by row-level security. */
const publicLately = sql`(SELECT DISTINCT p.conversation_id FROM (SELECT l.conversation_id FROM legs l
  WHERE l.org_id = meada_org() AND l.side = 'public' ORDER BY l.last_inbound_at DESC LIMIT ${sql.lit(idsAtMost)}) AS p)`;

/** Conversations whose customer rated them so, the latest first. */
const ratedAs = (ctx: Ctx, rating: NonNullable<Filters['rating']>) => sql`(SELECT DISTINCT r.conversation_id
  FROM (SELECT s.conversation_id FROM surveys s WHERE s.org_id = ${ctx.orgId} AND s.rating IS NOT NULL
    AND ${rating === 'any' ? sql`true` : sql`s.mark = ${rating}`} ORDER BY s.rated_at DESC LIMIT ${sql.lit(idsAtMost)}) AS r)`;

/** The newest rating counts, as the list shows it. */
const isRated = (rating: NonNullable<Filters['rating']>) => sql<SqlBool>`${
  rating === 'any' ? sql`'any'` : sql`${rating}`
} = (SELECT ${rating === 'any' ? sql`'any'` : sql`s.mark`} FROM surveys s WHERE s.org_id = c.org_id
  AND s.conversation_id = c.id AND s.rating IS NOT NULL ORDER BY s.rated_at DESC, s.id DESC LIMIT 1)`;

const hasPublic = sql<SqlBool>`EXISTS (SELECT FROM legs l
  WHERE l.org_id = c.org_id AND l.conversation_id = c.id AND l.side = 'public')`;

/** Conversations in which something waits for its time, or was held back; not what is only being sent. */
const laterIn = (ctx: Ctx) => sql`SELECT DISTINCT conversation_id FROM scheduled_messages
  WHERE org_id = ${ctx.orgId} AND (purpose = 'later' OR state = 'held')`;

async function idsOf(ctx: Ctx, source: RawBuilder<unknown>): Promise<string[]> {
  const result = await sql<{ id: string }>`SELECT f.id FROM ${source} AS f(id)`.execute(ctx.db);
  return result.rows.map((row) => row.id);
}

type Page = { filters: Filters; place: PlaceText | null; ids: string[] | null };

/** Conditions that are the same in every part of the statement. */
function conditions(ctx: Ctx, { filters, ids }: Pick<Page, 'filters' | 'ids'>): Condition[] {
  const { personId } = viewerOf(ctx.actor);
  const all: (Condition | false | undefined)[] = [
    sql<SqlBool>`c.merged_into_id IS NULL`,
    filters.view === 'mine' && sql<SqlBool>`c.assignee_id = ${personId}::uuid`,
    filters.view === 'unassigned' && sql<SqlBool>`c.assignee_id IS NULL`,
    filters.view === 'following' && sql<SqlBool>`${personId}::uuid = ANY(c.follower_ids)`,
    filters.assigneeId !== undefined && sql<SqlBool>`c.assignee_id = ${filters.assigneeId}::uuid`,
    filters.teamId !== undefined && sql<SqlBool>`c.team_id = ${filters.teamId}::uuid`,
    filters.inboxId !== undefined && sql<SqlBool>`c.inbox_id = ${filters.inboxId}::uuid`,
    filters.labelId !== undefined && sql<SqlBool>`${filters.labelId}::uuid = ANY(c.label_ids)`,
    filters.statusId !== undefined && hasStatus(filters.statusId),
    filters.side === 'public' && hasPublic,
    filters.side === 'private' && sql<SqlBool>`NOT ${hasPublic}`,
    filters.rating !== undefined && isRated(filters.rating),
    filters.customerId !== undefined &&
      sql<SqlBool>`c.customer_id IN (SELECT g.id FROM customers g WHERE g.org_id = ${ctx.orgId}
        AND g.canonical_id = (SELECT x.canonical_id FROM customers x WHERE x.org_id = ${ctx.orgId} AND x.id = ${filters.customerId}::uuid))`,
    ids !== null && sql<SqlBool>`c.id = ANY(${ids}::uuid[])`,
  ];
  return all.filter((condition) => condition !== false && condition !== undefined);
}

/** Whether the filters name few enough rows to be sorted as they are. */
const isNarrow = (filters: Filters, ids: string[] | null): boolean =>
  ids !== null || filters.customerId !== undefined;

async function activePage(ctx: Ctx, page: Page): Promise<Found[]> {
  const { filters, place, ids } = page;
  const shared = conditions(ctx, page);
  if (place) shared.push(sql<SqlBool>`(c.active_at, c.id) < (${place.at}::timestamptz, ${place.id}::uuid)`);
  const scoped =
    filters.view === 'mine' || filters.view === 'unassigned' || filters.assigneeId || filters.teamId;
  const narrow = isNarrow(filters, ids);
  // One stretch for each status and each part of what is seen: equality in front, so that the order comes from the index.
  const seen = scoped || narrow || filters.inboxId ? [seenBy(ctx.actor)] : seenParts(ctx.actor);
  const statuses = filters.status ? [filters.status] : narrow ? [null] : StatusCategory.options;
  const parts = seen.flatMap((part) =>
    statuses.map((status) => {
      const where = [part, ...shared, ...(status ? [sql<SqlBool>`c.status = ${sql.lit(status)}`] : [])];
      return sql`(SELECT c.id, c.active_at FROM conversations c WHERE c.org_id = ${ctx.orgId} AND ${sql.join(where, sql` AND `)}
        ORDER BY c.active_at DESC, c.id DESC LIMIT ${filters.limit + 1})`;
    }),
  );
  if (parts.length === 0) return [];
  const result = await sql<Found>`
    SELECT x.id, ${textOfTime(sql`x.active_at`)} AS at FROM (${sql.join(parts, sql` UNION ALL `)}) AS x
    ORDER BY x.active_at DESC, x.id DESC LIMIT ${filters.limit + 1}`.execute(ctx.db);
  return result.rows;
}

/** Tables whose rows come with an instant, and the instant: since when somebody waits, until when something is owed. */
const instants = {
  waiting: { from: sql`conversations c`, at: sql`c.waiting_since` },
  due: {
    from: sql`conversation_clocks k JOIN conversations c ON c.org_id = k.org_id AND c.id = k.conversation_id`,
    at: sql`k.due_at`,
  },
  // The loudest first: the fewer points are wanting, the earlier. Written as the index has it (0104-loudness.sql).
  loud: {
    from: sql`conversations c`,
    at: sql`CASE WHEN c.loudness >= ${sql.lit(loudFrom)} THEN to_timestamp((100 - c.loudness)::double precision) END`,
  },
};

const isEarliest = (view: ListView): view is keyof typeof instants => view in instants;
const isLoud = sql<SqlBool>`c.loudness >= ${sql.lit(loudFrom)}`;

/** Longest waiting first, due first, or loudest first. */
async function earliestPage(ctx: Ctx, page: Page): Promise<Found[]> {
  const { filters, place } = page;
  const { from, at } = instants[isEarliest(filters.view) ? filters.view : 'waiting'];
  const where = [seenBy(ctx.actor), sql<SqlBool>`${at} IS NOT NULL`, ...conditions(ctx, page)];
  if (filters.status) where.push(sql<SqlBool>`c.status = ${filters.status}`);
  if (place) where.push(sql<SqlBool>`(${at}, c.id) > (${place.at}::timestamptz, ${place.id}::uuid)`);
  const result = await sql<Found>`
    SELECT c.id, ${textOfTime(at)} AS at FROM ${from}
    WHERE c.org_id = ${ctx.orgId} AND ${sql.join(where, sql` AND `)}
    ORDER BY ${at}, c.id LIMIT ${filters.limit + 1}`.execute(ctx.db);
  return result.rows;
}

const countedTo = 1000;
/** Views that outlast the end of a conversation. */
const anyStatus: ReadonlySet<string> = new Set(['public', 'scheduled']);

/** How many conversations a list holds, none counted beyond 1000. */
export async function countList(ctx: Ctx, filters: Filters): Promise<number> {
  const ids = await namedIds(ctx, filters);
  if (ids?.length === 0) return 0;
  const where = [seenBy(ctx.actor), ...conditions(ctx, { filters, ids })];
  if (filters.view === 'waiting') where.push(sql<SqlBool>`c.waiting_since IS NOT NULL`);
  if (filters.view === 'loud') where.push(isLoud);
  if (filters.view === 'due')
    where.push(sql<SqlBool>`EXISTS (SELECT FROM conversation_clocks k
      WHERE k.org_id = c.org_id AND k.conversation_id = c.id AND k.due_at IS NOT NULL)`);
  if (filters.status) where.push(sql<SqlBool>`c.status = ${filters.status}`);
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (SELECT FROM conversations c
      WHERE c.org_id = ${ctx.orgId} AND ${sql.join(where, sql` AND `)} LIMIT ${countedTo}) AS x`.execute(
    ctx.db,
  );
  return rows[0]?.count ?? 0;
}

/** How many open conversations each view holds, none counted beyond 1000: what is read is bounded too. */
export async function readCounts(ctx: Ctx): Promise<ResponseOf<typeof countConversations>> {
  const { personId } = viewerOf(ctx.actor);
  const views: Record<ListView, { from: RawBuilder<unknown>; where: Condition }> = {
    mine: { from: sql`conversations c`, where: sql`c.assignee_id = ${personId}::uuid` },
    unassigned: { from: sql`conversations c`, where: sql`c.assignee_id IS NULL` },
    all: { from: sql`conversations c`, where: sql`true` },
    waiting: { from: sql`conversations c`, where: sql`c.waiting_since IS NOT NULL` },
    following: {
      from: sql`meada_followed(${personId}::uuid, ${idsAtMost}) AS f(id) JOIN conversations c ON c.id = f.id`,
      where: sql`true`,
    },
    // What is owed outlasts the conversation: a solved one waits for its solution to be published.
    public: {
      from: sql`public_duties d JOIN conversations c ON c.org_id = d.org_id AND c.id = d.conversation_id`,
      where: sql`d.settled_at IS NULL`,
    },
    loud: { from: sql`conversations c`, where: isLoud },
    due: { from: instants.due.from, where: sql`k.due_at IS NOT NULL` },
    scheduled: { from: sql`conversations c`, where: sql`c.id IN (${laterIn(ctx)})` },
  };
  const columns = Object.entries(views).map(
    ([view, { from, where }]) => sql`(SELECT count(*)::int FROM (SELECT 1 FROM ${from}
      WHERE c.org_id = ${ctx.orgId} AND ${anyStatus.has(view) ? sql`true` : sql`c.status = 'open'`} AND ${where} AND ${seenBy(ctx.actor)}
      LIMIT ${countedTo}) AS x) AS ${sql.ref(view)}`,
  );
  const result = await sql<Record<ListView, number>>`SELECT ${sql.join(columns)}`.execute(ctx.db);
  return found(result.rows[0], 'count');
}
