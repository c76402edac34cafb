import type { SacBrand, SacDemand, SacTold } from '@meada/contract/sac';
import { type RawBuilder, sql } from 'kysely';
import { dayIn } from '../../kernel/calendar.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { zoneOf } from '../organisations/index.ts';

/** Reads of the compliance page: brands, the stretch of days, demands. */

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export async function sacBrands(ctx: Ctx): Promise<SacBrand[]> {
  const rows = await ctx.db
    .selectFrom('brands')
    .select(['id', 'name', 'sac_since', 'sac_until'])
    .where('org_id', '=', ctx.orgId)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(({ id, name, sac_since, sac_until }) => ({
    ...{ id, name, since: iso(sac_since), until: iso(sac_until) },
  }));
}

export type Stretch = {
  from: string;
  to: string;
  zone: string;
  /** SQL of the first instant, and of the one after the last. */
  start: RawBuilder<Date>;
  end: RawBuilder<Date>;
  /** Of which brands; all that ever answered by the decree unless one is asked for. */
  brandIds: string[];
};
const daysUsual = 30;

/** The days asked for by the firm's calendar, the last 30 unless told. Throws `not_found` for a brand that is none. */
export async function stretchOf(
  ctx: Ctx,
  query: { from: string; to: string; brandId?: string | undefined },
): Promise<Stretch> {
  const zone = await zoneOf(ctx);
  const brands = await sacBrands(ctx);
  if (query.brandId)
    found(
      brands.find(({ id }) => id === query.brandId),
      'brand',
    );
  const today = dayIn(zone, ctx.clock.now());
  const to = query.to || today;
  const usual = new Date(Date.parse(`${to}T00:00:00Z`) - (daysUsual - 1) * 86_400_000);
  const from = query.from || usual.toISOString().slice(0, 10);
  const meant = brands.filter(({ id, since, until }) =>
    query.brandId ? id === query.brandId : since || until,
  );
  return {
    ...{ from, to, zone, brandIds: meant.map(({ id }) => id) },
    start: sql<Date>`(${from}::date)::timestamp AT TIME ZONE ${zone}`,
    end: sql<Date>`(${to}::date + 1)::timestamp AT TIME ZONE ${zone}`,
  };
}

/** Demands `d` registered in a stretch, each with its conversation `c`, how it was told `t` and what became of that `x`. */
export const demandsIn = (ctx: Ctx, { start, end, brandIds }: Stretch): RawBuilder<unknown> => sql`deadlines d
  JOIN conversations c ON c.org_id = d.org_id AND c.id = d.conversation_id AND c.brand_id = ANY (${brandIds}::uuid[])
  LEFT JOIN protocol_tellings t ON t.org_id = d.org_id AND t.conversation_id = d.conversation_id
  LEFT JOIN dispatches x ON x.org_id = t.org_id AND x.message_id = t.message_id
  WHERE d.org_id = ${ctx.orgId} AND d.what = 'decree' AND d.started_at >= ${start} AND d.started_at < ${end}`;

/** Something was said to the customer by a person or a bot while the demand was open. */
export const wasAnswered = sql<boolean>`EXISTS (SELECT FROM messages m WHERE m.org_id = d.org_id
  AND m.conversation_id = d.conversation_id AND m.author_kind IN ('person', 'bot') AND m.visibility <> 'internal'
  AND m.automatic = 'no' AND m.created_at >= d.started_at AND m.created_at <= coalesce(d.ended_at, 'infinity'))`;

/** The telling did not arrive. */
export const toldInVain = sql<boolean>`(t.how = 'message' AND x.state = 'failed')`;
/** Seconds from the customer's words to ours; a message counts when it has left. */
export const toldAfter = sql<
  number | null
>`extract(epoch FROM coalesce(x.sent_at, t.told_at) - t.asked_at)::float8`;

type Row = {
  id: string;
  conversation_id: string;
  protocol: string;
  brand_id: string;
  channel: string;
  started_at: Date;
  due: Date;
  ended_at: Date | null;
  late: boolean;
  answered: boolean;
  how: SacTold['how'] | null;
  told_at: Date | null;
  seconds: number | null;
  failed: boolean | null;
  person: string | null;
};

/** Late by now, or when it ended. */
export const isLate = (ctx: Ctx) =>
  sql<boolean>`(coalesce(d.ended_at, ${ctx.clock.now()}::timestamptz) > d.started_at + d.target_ms * interval '1 millisecond')`;

export type DemandQuery = { narrow: RawBuilder<unknown>; order: RawBuilder<unknown>; limit: number };

/** Demands of a stretch with everything said of them; `narrow` begins with AND. */
export async function demands(
  ctx: Ctx,
  stretch: Stretch,
  { narrow, order, limit }: DemandQuery,
): Promise<(SacDemand & { id: string })[]> {
  const { rows } = await sql<Row>`
    SELECT d.id, d.conversation_id, c.protocol, c.brand_id, c.channel, d.started_at,
      d.started_at + d.target_ms * interval '1 millisecond' AS due, d.ended_at, ${isLate(ctx)} AS late,
      ${wasAnswered} AS answered, t.how, coalesce(x.sent_at, t.told_at) AS told_at, ${toldAfter} AS seconds,
      ${toldInVain} AS failed,
      (SELECT p.name FROM members p WHERE p.org_id = d.org_id AND p.id = coalesce(d.person_id, c.assignee_id)) AS person
    FROM ${demandsIn(ctx, stretch)} ${narrow} ORDER BY ${order} LIMIT ${limit}`.execute(ctx.db);
  return rows.map((row) => ({
    ...{ id: row.id, conversationId: row.conversation_id, protocol: row.protocol, brandId: row.brand_id },
    ...{ channel: row.channel, registeredAt: row.started_at.toISOString(), told: toldOf(row) },
    ...{ dueAt: row.due.toISOString(), endedAt: iso(row.ended_at), late: row.late, answered: row.answered },
    person: row.person,
  }));
}

export const toldOf = (row: Pick<Row, 'how' | 'told_at' | 'seconds' | 'failed'>): SacTold | null =>
  row.how === null || row.told_at === null
    ? null
    : {
        how: row.how,
        at: row.told_at.toISOString(),
        seconds: Math.max(0, Math.round((row.seconds ?? 0) * 10) / 10),
        failed: row.failed ?? false,
      };
