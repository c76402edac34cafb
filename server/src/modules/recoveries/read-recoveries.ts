import type { ResponseOf } from '@meada/contract/route';
import type { AbandonmentKind, readRecoveries as route } from '@meada/contract/routes/abandonments';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { seenAbandonments } from './views.ts';

const dayMs = 86_400_000;
const usualDays = 30;
const daysAtMost = 400;
type Answer = ResponseOf<typeof route>;
type Row = Answer['all'] & { kind: AbandonmentKind | null };

/** Never written to, their fate known, and still gone when half of those who were written to had been. */
const alone = sql`a.tried_at IS NULL AND a.state IN ('returned', 'lost') AND a.took >= coalesce(u.first, interval '0')`;

/** How many left within a stretch of time, and what became of them, whole and by kind. */
export async function readRecoveries(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<Answer> {
  permit(ctx.actor, 'reports.read');
  const to = query.to ? new Date(query.to) : ctx.clock.now();
  const from = query.from ? new Date(query.from) : new Date(to.getTime() - usualDays * dayMs);
  const days = (to.getTime() - from.getTime()) / dayMs;
  if (days <= 0) throw refused('A stretch must end after it begins.', 'query.to');
  if (days > daysAtMost) throw refused(`At most ${daysAtMost} days at once.`, 'query.to');
  const { rows } = await sql<Row>`
    WITH a AS (
      SELECT a.*, a.settled_at - a.at AS took FROM abandonments a
      LEFT JOIN conversations c ON c.org_id = a.org_id AND c.id = a.conversation_id
      WHERE a.org_id = ${ctx.orgId} AND a.at >= ${from} AND a.at < ${to} AND ${seenAbandonments(ctx)}),
    usual AS (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY tried_at - at) AS first FROM a WHERE tried_at IS NOT NULL)
    SELECT a.kind, count(*)::int AS left, count(a.tried_at)::int AS tried,
      count(*) FILTER (WHERE a.state = 'recovered')::int AS recovered,
      count(*) FILTER (WHERE a.state = 'returned')::int AS returned,
      count(*) FILTER (WHERE a.state = 'lost')::int AS lost,
      count(*) FILTER (WHERE a.state = 'dismissed')::int AS dismissed,
      count(*) FILTER (WHERE a.settled_at IS NULL)::int AS open,
      round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM a.tried_at - a.at) / 60))::numeric, 1)::float8
        AS "medianTryMinutes",
      json_build_object('of', count(*) FILTER (WHERE a.tried_at IS NOT NULL AND a.state IN ('recovered', 'returned', 'lost')),
        'back', count(*) FILTER (WHERE a.state = 'recovered')) AS after,
      json_build_object('of', count(*) FILTER (WHERE ${alone}), 'back', count(*) FILTER (WHERE ${alone} AND a.state = 'returned'))
        AS alone
    FROM a CROSS JOIN usual u
    GROUP BY GROUPING SETS ((), (a.kind)) ORDER BY count(*) DESC, a.kind`.execute(ctx.db);
  const counts = ({ kind: _kind, ...rest }: Row): Answer['all'] => rest;
  const all = rows.find(({ kind }) => kind === null);
  return {
    all: all ? counts(all) : nothing,
    kinds: rows.flatMap((row) => (row.kind ? [{ kind: row.kind, counts: counts(row) }] : [])),
  };
}

const nothing: Answer['all'] = {
  ...{ left: 0, tried: 0, recovered: 0, returned: 0, lost: 0, dismissed: 0, open: 0 },
  medianTryMinutes: null,
  ...{ after: { of: 0, back: 0 }, alone: { of: 0, back: 0 } },
};
