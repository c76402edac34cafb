import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

/** A place that is free is taken up within this: whoever waited longer stood in a line (seconds). */
export const lineSeconds = 2;

/**
 * The visits to queues of items whose stretches began after an instant, as the CTE `visits`: from entering until an agent
 * began, however often it was offered meanwhile. `line`: nobody was free for it at first.
 */
export const visitsIn = (ctx: Ctx, since: Date): RawBuilder<unknown> => sql`
  spells AS (
    SELECT s.item_id, s.queue_id, s.what, s.from_at, s.ended, coalesce(s.to_at, 'infinity') AS to_at,
      s.what IN ('waiting', 'offered') AS waits,
      lag(s.what IN ('waiting', 'offered')) OVER byTime AS waited
    FROM work_spells s WHERE s.org_id = ${ctx.orgId} AND s.from_at > ${since} AND s.what <> 'wrap_up'
    WINDOW byTime AS (PARTITION BY s.item_id ORDER BY s.from_at, coalesce(s.to_at, 'infinity'))),
  numbered AS (
    SELECT *, sum((waits AND waited IS NOT TRUE)::int) OVER (PARTITION BY item_id ORDER BY from_at, to_at) AS visit
    FROM spells),
  visits AS (
    SELECT item_id, (array_agg(queue_id ORDER BY from_at, to_at))[1] AS queue_id, min(from_at) AS came,
      min(from_at) FILTER (WHERE what = 'active') AS begun_at,
      max(to_at) FILTER (WHERE waits) AS left_at,
      (array_agg(ended ORDER BY from_at DESC, to_at DESC))[1] AS ended,
      coalesce(bool_or(least(to_at, ${ctx.clock.now()}) > from_at + make_interval(secs => ${lineSeconds}))
        FILTER (WHERE what = 'waiting'), false) AS line
    FROM numbered WHERE visit > 0 GROUP BY item_id, visit)`;
