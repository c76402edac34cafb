import type { ResponseOf } from '@meada/contract/route';
import type { readQueueWaits as route } from '@meada/contract/routes/wallboard';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { countsOf } from '../views/queues.ts';
import { queueDays } from './queue-days.ts';

/** What handing over to each queue comes to now: for whoever hands over, so of all queues. */
export async function readQueueWaits(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.reply');
  const days = await queueDays(ctx, { hours: 1, realTime: 60, deferred: 3600 });
  const counts = await countsOf(
    ctx,
    days.map(({ queueId }) => queueId),
  );
  const { rows } = await sql<{ id: string; n: number }>`
    SELECT g.queue_id AS id, count(*)::int AS n FROM agent_queues g
    JOIN agents a ON a.org_id = g.org_id AND a.person_id = g.person_id
    JOIN members m ON m.org_id = a.org_id AND m.id = a.person_id
    WHERE g.org_id = ${ctx.orgId} AND a.active AND m.active AND a.presence = 'available' GROUP BY 1`.execute(
    ctx.db,
  );
  const there = new Map(rows.map(({ id, n }) => [id, n]));
  return {
    items: days.map(({ queueId, estimate }) => ({
      ...{
        queueId,
        estimate,
        waiting: counts.get(queueId)?.waiting ?? 0,
        available: there.get(queueId) ?? 0,
      },
    })),
  };
}
