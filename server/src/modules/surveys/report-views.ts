import type { Counted, SurveyReport } from '@meada/contract/routes/surveys';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { filterOf, mayRead, type Span, type SurveyFilter, spanOf, within } from './views.ts';

const counted = sql`count(*)::int AS asked, count(s.rating)::int AS answered,
  count(*) FILTER (WHERE s.mark = 'good')::int AS good, count(*) FILTER (WHERE s.mark = 'neutral')::int AS neutral,
  count(*) FILTER (WHERE s.mark = 'bad')::int AS bad`;
const nothing: Counted = { asked: 0, answered: 0, good: 0, neutral: 0, bad: 0 };

type Where = RawBuilder<SqlBool>;
const from = sql`surveys s JOIN conversations c ON c.org_id = s.org_id AND c.id = s.conversation_id`;

/** The whole report: computed by SQL from the surveys, none of it is kept. */
export async function reportOf(ctx: Ctx, filter: SurveyFilter): Promise<SurveyReport> {
  const span = await spanOf(ctx, filter);
  const shared: Where[] = [
    sql<SqlBool>`s.org_id = ${ctx.orgId}`,
    mayRead(ctx),
    ...(await filterOf(ctx, filter)),
  ];
  const where = sql.join(
    [...shared, sql<SqlBool>`s.state = 'sent'`, within('s.sent_at', span)],
    sql` AND `,
  ) as Where;
  const by = async (column: string) => {
    const { rows } = await sql<{ id: string | null } & Counted>`
      SELECT ${sql.ref(column)} AS id, ${counted} FROM ${from} WHERE ${where}
      GROUP BY 1 ORDER BY answered DESC, asked DESC, id LIMIT 500`.execute(ctx.db);
    return rows;
  };
  const [total] = (await sql<Counted>`SELECT ${counted} FROM ${from} WHERE ${where}`.execute(ctx.db)).rows;
  return {
    from: span.from,
    to: span.to,
    total: total ?? nothing,
    skipped: await skippedOf(ctx, shared, span),
    people: await by('s.person_id'),
    teams: await by('s.team_id'),
    inboxes: await by('s.inbox_id'),
    days: await daysOf(ctx, where, span),
  };
}

async function skippedOf(ctx: Ctx, shared: Where[], span: Span): Promise<SurveyReport['skipped']> {
  const where = sql.join(
    [...shared, sql<SqlBool>`s.state = 'skipped'`, within('s.due_at', span)],
    sql` AND `,
  );
  const { rows } = await sql<{ reason: string; count: number }>`
    SELECT coalesce(s.reason, '') AS reason, count(*)::int AS count FROM ${from} WHERE ${where}
    GROUP BY 1 ORDER BY count DESC, reason`.execute(ctx.db);
  return rows;
}

async function daysOf(ctx: Ctx, where: Where, { zone }: Span): Promise<SurveyReport['days']> {
  const { rows } = await sql<{ day: string } & Counted>`
    SELECT to_char(s.sent_at AT TIME ZONE ${zone}, 'YYYY-MM-DD') AS day, ${counted} FROM ${from} WHERE ${where}
    GROUP BY 1 ORDER BY 1`.execute(ctx.db);
  return rows;
}
