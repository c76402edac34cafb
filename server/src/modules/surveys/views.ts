import type { QueryOf } from '@meada/contract/route';
import type { listSurveys, Survey } from '@meada/contract/routes/surveys';
import { markOf, type SurveyScale } from '@meada/contract/surveys';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { may } from '../../kernel/actor.ts';
import { dayIn } from '../../kernel/calendar.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found, refused } from '../../kernel/errors.ts';
import { seenBy } from '../conversations/index.ts';
import { customerRefs } from '../customers/index.ts';
import { zoneOf } from '../organisations/index.ts';

export type SurveyFilter = Omit<QueryOf<typeof listSurveys>, 'cursor' | 'limit'>;
type Condition = RawBuilder<SqlBool>;

/** Days a report without bounds covers. */
const usualDays = 30;

export type Span = { from: string; to: string; zone: string };

/** The days asked for, in the organisation's time zone; without bounds the last thirty. Throws `refused`. */
export async function spanOf(
  ctx: Ctx,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<Span> {
  const zone = await zoneOf(ctx);
  const today = dayIn(zone, ctx.clock.now());
  const last = to ?? (from && from > today ? from : today);
  const first = from ?? shifted(last, 1 - usualDays);
  if (first > last) throw refused('The first day lies after the last.', 'query.from');
  if (Date.parse(last) - Date.parse(first) > 800 * 86_400_000)
    throw refused('At most 800 days at once.', 'query.from');
  return { from: first, to: last, zone };
}

const shifted = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Who reads which: reports show what one sees; everybody sees what is about themselves. `s` survey, `c` conversation. */
export function mayRead(ctx: Ctx): Condition {
  const me = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  const own = sql<SqlBool>`s.person_id = ${me}::uuid`;
  return may(ctx.actor, 'reports.read')
    ? sql<SqlBool>`(${own} IS TRUE OR ${seenBy(ctx.actor)})`
    : sql`${own} IS TRUE`;
}

/** Conditions of a filter but for the days. Throws `not_found` for ids of others. */
export async function filterOf(ctx: Ctx, filter: SurveyFilter): Promise<Condition[]> {
  await checkNamed(ctx, filter);
  const { inboxId, brandId, teamId, personId, mark, commented, conversationId } = filter;
  const all: (Condition | false)[] = [
    inboxId !== undefined && sql<SqlBool>`s.inbox_id = ${inboxId}::uuid`,
    brandId !== undefined && sql<SqlBool>`c.brand_id = ${brandId}::uuid`,
    teamId !== undefined && sql<SqlBool>`s.team_id = ${teamId}::uuid`,
    personId !== undefined && sql<SqlBool>`s.person_id = ${personId}::uuid`,
    mark !== undefined && sql<SqlBool>`s.mark = ${mark}`,
    commented !== undefined && sql<SqlBool>`s.comment <> ''`,
    conversationId !== undefined && sql<SqlBool>`s.conversation_id = ${conversationId}::uuid`,
  ];
  return all.filter((condition) => condition !== false);
}

async function checkNamed(ctx: Ctx, filter: SurveyFilter): Promise<void> {
  const named = [
    ['inboxes', filter.inboxId],
    ['brands', filter.brandId],
    ['teams', filter.teamId],
    ['members', filter.personId],
  ] as const;
  for (const [table, id] of named)
    if (id !== undefined)
      found(
        await ctx.db
          .selectFrom(table)
          .select('id')
          .where('org_id', '=', ctx.orgId)
          .where('id', '=', id)
          .executeTakeFirst(),
        table,
      );
  if (filter.conversationId === undefined) return;
  const { rows } = await sql<{ id: string }>`SELECT c.id FROM conversations c
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${filter.conversationId} AND ${seenBy(ctx.actor)}`.execute(
    ctx.db,
  );
  found(rows[0], 'conversation');
}

/** When a day of the organisation begins. */
export const dayStart = (day: string, zone: string) => sql`(${day}::date::timestamp AT TIME ZONE ${zone})`;
export const within = (column: string, { from, to, zone }: Span): Condition => sql<SqlBool>`
  ${sql.ref(column)} >= ${dayStart(from, zone)} AND ${sql.ref(column)} < ${dayStart(shifted(to, 1), zone)}`;

type Row = {
  id: string;
  conversationId: string;
  protocol: string;
  customer_id: string;
  inboxId: string;
  personId: string | null;
  teamId: string | null;
  state: Survey['state'];
  reason: string | null;
  resolvedAt: Date;
  dueAt: Date;
  sentAt: Date | null;
  rating: number | null;
  scale: SurveyScale;
  ratedAt: Date | null;
  comment: string | null;
  seenAt: Date | null;
};
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

type Reading = { where: readonly Condition[]; order: RawBuilder<unknown>; limit: number };

/** Surveys with their customers. */
export async function surveyRows(ctx: Ctx, { where, order, limit }: Reading): Promise<Survey[]> {
  const { rows } = await sql<Row>`
    SELECT s.id, s.conversation_id AS "conversationId", c.protocol, s.customer_id, s.inbox_id AS "inboxId",
      s.person_id AS "personId", s.team_id AS "teamId", s.state, s.reason, s.resolved_at AS "resolvedAt",
      s.due_at AS "dueAt", s.sent_at AS "sentAt", s.rating, s.scale, s.rated_at AS "ratedAt",
      nullif(s.comment, '') AS comment, s.seen_at AS "seenAt"
    FROM surveys s JOIN conversations c ON c.org_id = s.org_id AND c.id = s.conversation_id
    WHERE s.org_id = ${ctx.orgId} AND ${sql.join(where, sql` AND `)} ORDER BY ${order} LIMIT ${limit}`.execute(
    ctx.db,
  );
  const refs = await customerRefs(
    ctx,
    rows.map((row) => row.customer_id),
  );
  return rows.map(({ customer_id, rating, scale, ...row }) => ({
    ...row,
    customer: found(refs.get(customer_id), 'customer'),
    ...{ resolvedAt: row.resolvedAt.toISOString(), dueAt: row.dueAt.toISOString(), sentAt: iso(row.sentAt) },
    rating: rating === null ? null : { rating, scale, mark: markOf(scale, rating) },
    ...{ ratedAt: iso(row.ratedAt), seenAt: iso(row.seenAt) },
  }));
}

export type SurveyPage = { items: Survey[]; next: string | null };

/** One page, newest first; `place` is where the last one ended. */
export async function surveyPage(
  ctx: Ctx,
  filter: SurveyFilter,
  { cursor, limit }: { cursor: string | undefined; limit: number },
): Promise<SurveyPage> {
  const span = filter.conversationId && !filter.from && !filter.to ? null : await spanOf(ctx, filter);
  const place = readPlace(cursor);
  const at = sql`coalesce(s.sent_at, s.due_at)`;
  const where = [
    // Whoever sees the conversation sees what was said of it; the filter has asked.
    ...(filter.conversationId ? [] : [mayRead(ctx)]),
    ...(await filterOf(ctx, filter)),
    ...(filter.conversationId ? [] : [sql<SqlBool>`s.state = 'sent'`]),
    ...(span ? [within(filter.conversationId ? 's.due_at' : 's.sent_at', span)] : []),
    ...(place ? [sql<SqlBool>`(${at}, s.id) < (${place.at}::timestamptz, ${place.id}::uuid)`] : []),
  ];
  const rows = await surveyRows(ctx, { where, order: sql`${at} DESC, s.id DESC`, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, next: last ? writePlace({ at: last.sentAt ?? last.dueAt, id: last.id }) : null };
}

type Place = { at: string; id: string };
const writePlace = ({ at, id }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url');

function readPlace(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  if (!isId || Number.isNaN(Date.parse(at))) throw refused('This cursor is none of ours.', 'query.cursor');
  return { at: new Date(at).toISOString(), id };
}
