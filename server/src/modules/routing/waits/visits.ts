import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { visitsIn } from '../rows/visits.ts';
import type { Visit } from './numbers.ts';

/** The pace is that of so long (ms). */
export const paceMs = 3_600_000;
/** Whoever came so long before that may have been begun within it (ms). */
const marginMs = 4 * 3_600_000;

/** Who stood in the lines of contacts of these queues and left them within the last hour, by queue. */
export async function lateVisits(ctx: Ctx, queueIds: readonly string[]): Promise<Map<string, Visit[]>> {
  const now = ctx.clock.now().getTime();
  const { rows } = await sql<{ queue_id: string; came: Date; until: Date; begun: boolean }>`
    WITH ${visitsIn(ctx, new Date(now - paceMs - marginMs))}
    SELECT v.queue_id, v.came, coalesce(v.begun_at, v.left_at) AS until, v.begun_at IS NOT NULL AS begun
    FROM visits v JOIN work_items w ON w.org_id = ${ctx.orgId} AND w.id = v.item_id AND w.class = 'real_time'
    WHERE v.queue_id = ANY (${[...queueIds]}::uuid[]) AND v.line
      AND coalesce(v.begun_at, v.left_at) BETWEEN ${new Date(now - paceMs)} AND ${new Date(now)}`.execute(
    ctx.db,
  );
  const visits = new Map<string, Visit[]>(queueIds.map((id) => [id, []]));
  for (const { queue_id, came, until, begun } of rows)
    visits.get(queue_id)?.push({ came: came.getTime(), until: until.getTime(), begun });
  return visits;
}
