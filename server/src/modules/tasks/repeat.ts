import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

type Repeating = { dueAt: Date; repeats: string; anchor: number | null };

const steps: Record<string, string> = {
  daily: '1 day',
  workdays: '1 day',
  weekly: '7 days',
  monthly: '1 month',
};
/** Nobody is given a task for the past: days that went by are left out, at most so many steps. */
const stepsAtMost = 2000;

/**
 * When a task that repeats is due next: the first time after now, at the same hour of the organisation's clocks, whatever
 * they did meanwhile; of a month without the day its last one.
 */
export async function nextDue(ctx: Ctx, { dueAt, repeats, anchor }: Repeating): Promise<Date> {
  const step = steps[repeats] ?? '1 day';
  const { rows } = await sql<{ at: Date }>`
    WITH place AS (SELECT o.time_zone AS zone, ${dueAt}::timestamptz AT TIME ZONE o.time_zone AS local
      FROM organisations o WHERE o.id = ${ctx.orgId})
    SELECT x.local AT TIME ZONE place.zone AS at FROM place CROSS JOIN generate_series(1, ${stepsAtMost}) AS n
    CROSS JOIN LATERAL (SELECT CASE WHEN ${repeats} = 'monthly'
      THEN m.first + (least(${anchor}::int, extract(day FROM m.first + interval '1 month' - interval '1 day')::int) - 1)
        * interval '1 day' + place.local::time
      ELSE place.local + n * ${step}::interval END AS local
      FROM (SELECT date_trunc('month', place.local) + n * interval '1 month' AS first) AS m) AS x
    WHERE (x.local AT TIME ZONE place.zone) > greatest(${ctx.clock.now()}::timestamptz, ${dueAt}::timestamptz)
      AND (${repeats} <> 'workdays' OR extract(isodow FROM x.local) < 6)
    ORDER BY n LIMIT 1`.execute(ctx.db);
  return rows[0]?.at ?? new Date(dueAt.getTime() + 86_400_000);
}

/** The day of the month in the organisation's zone. */
export async function dayOf(ctx: Ctx, at: Date): Promise<number> {
  const { rows } = await sql<{
    day: number;
  }>`SELECT extract(day FROM ${at}::timestamptz AT TIME ZONE o.time_zone)::int AS day
    FROM organisations o WHERE o.id = ${ctx.orgId}`.execute(ctx.db);
  return rows[0]?.day ?? at.getUTCDate();
}
