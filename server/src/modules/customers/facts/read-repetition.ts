import type { ResponseOf } from '@meada/contract/route';
import type { readRepetition as route } from '@meada/contract/routes/facts';
import { type RawBuilder, sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { notFound, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';

/** Days looked at unless told. */
const usualDays = 30;
const daysAtMost = 400;
const dayMs = 86_400_000;

type Count = { asked: number; repeated: number };
type Named = Count & { id: string | null; name: string | null };
type Grouping = { id: RawBuilder<unknown>; name: RawBuilder<unknown>; joins?: RawBuilder<unknown> };

/**
 * How often customers were asked for what they had told, by the organisation's days. Every question counts once, however
 * often the log is read. Throws `refused` for a time that ends before it begins.
 */
export async function readRepetition(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'reports.read');
  const { from, to } = await spanOf(ctx, input.query);
  const { inboxId, personId } = input.query;
  await requireThere(ctx, input.query);
  const zone = sql`(SELECT time_zone FROM organisations WHERE id = ${ctx.orgId})`;
  const scope = sql`
    WHERE q.org_id = ${ctx.orgId} AND q.at >= ${from}::date::timestamp AT TIME ZONE ${zone}
      AND q.at < (${to}::date + 1)::timestamp AT TIME ZONE ${zone}
      ${inboxId ? sql`AND q.inbox_id = ${inboxId}` : sql``} ${personId ? sql`AND q.author_id = ${personId}` : sql``}`;
  const counts = sql`count(*)::int AS asked, (count(*) FILTER (WHERE q.known))::int AS repeated`;
  const total = await sql<Count>`SELECT ${counts} FROM fact_questions q ${scope}`.execute(ctx.db);
  const by = async ({
    id,
    name,
    joins = sql``,
  }: Grouping): Promise<(Count & { id: string; name: string })[]> => {
    const result = await sql<Named>`
      SELECT ${id} AS id, ${name} AS name, ${counts} FROM fact_questions q ${joins} ${scope}
      GROUP BY 1, 2 ORDER BY repeated DESC, asked DESC, 1 LIMIT 200`.execute(ctx.db);
    return result.rows.map((row) => ({ ...row, id: row.id ?? '', name: row.name ?? '' }));
  };
  const inboxes = sql`LEFT JOIN inboxes b ON b.org_id = q.org_id AND b.id = q.inbox_id`;
  const people = sql`LEFT JOIN members p ON q.author_kind = 'person' AND p.org_id = q.org_id AND p.id = q.author_id`;
  const days = await sql<Count & { day: string }>`
    SELECT (q.at AT TIME ZONE ${zone})::date::text AS day, ${counts} FROM fact_questions q ${scope}
    GROUP BY 1 ORDER BY 1`.execute(ctx.db);
  return {
    from,
    to,
    total: total.rows[0] ?? { asked: 0, repeated: 0 },
    kinds: await by({ id: sql`q.kind`, name: sql`q.kind` }),
    inboxes: await by({ id: sql`q.inbox_id::text`, name: sql`b.name`, joins: inboxes }),
    authors: await by({ id: sql`coalesce(p.id::text, q.author_kind)`, name: sql`p.name`, joins: people }),
    days: days.rows,
  };
}

/** An inbox or a person that is not theirs is none. Throws `not_found`. */
async function requireThere(
  ctx: Ctx,
  { inboxId, personId }: Pick<Input<typeof route>['query'], 'inboxId' | 'personId'>,
): Promise<void> {
  const result = await sql<{ inbox: boolean; person: boolean }>`
    SELECT EXISTS (SELECT FROM inboxes WHERE org_id = ${ctx.orgId} AND id = ${inboxId ?? null}::uuid) AS inbox,
      EXISTS (SELECT FROM members WHERE org_id = ${ctx.orgId} AND id = ${personId ?? null}::uuid) AS person`.execute(
    ctx.db,
  );
  if (inboxId !== undefined && !result.rows[0]?.inbox) throw notFound('inbox');
  if (personId !== undefined && !result.rows[0]?.person) throw notFound('person');
}

/** The days asked for, else the last thirty of the organisation's calendar. */
async function spanOf(ctx: Ctx, query: Input<typeof route>['query']): Promise<{ from: string; to: string }> {
  const result = await sql<{ today: string }>`
    SELECT (${ctx.clock.now()}::timestamptz AT TIME ZONE time_zone)::date::text AS today FROM organisations
    WHERE id = ${ctx.orgId}`.execute(ctx.db);
  const to = query.to ?? result.rows[0]?.today ?? '';
  const back = (days: number): string =>
    new Date(Date.parse(`${to}T00:00:00Z`) - days * dayMs).toISOString().slice(0, 10);
  const from = query.from ?? back(usualDays - 1);
  if (from > to) throw refused('It ends before it begins.', 'query.to');
  if (from < back(daysAtMost)) throw refused('At most 400 days at once.', 'query.from');
  return { from, to };
}
