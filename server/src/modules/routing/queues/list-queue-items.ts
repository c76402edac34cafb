import type { ResponseOf } from '@meada/contract/route';
import type { listQueueItems as route, WorkItem } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { notFound } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { workItems } from '../views/items.ts';
import { queueById, seenQueues } from '../views/queues.ts';
import { inSight } from '../views/sight.ts';

type Asked = Pick<Input<typeof route>, 'params' | 'query'>;

/**
 * What waits in a queue, most urgent first. For who serves it and who leads; else 404. Who serves it reads what they could
 * pull; the rest is read by who sees the conversation.
 */
export async function listQueueItems(ctx: Ctx, { params, query }: Asked): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.read');
  const { id } = await queueById(ctx, params.id);
  const seen = await seenQueues(ctx, ctx.actor);
  if (seen && !seen.includes(id)) throw notFound('queue');
  const state = query.state === 'waiting' ? sql`w.state IN ('waiting', 'offered')` : sql`true`;
  const items = await workItems(ctx, sql`w.queue_id = ${id} AND ${state}`, {
    reader: null,
    limit: query.limit + 1,
  });
  const pulls = ({ state }: WorkItem): boolean => seen !== null && state === 'waiting';
  return { items: await inSight(ctx, items.slice(0, query.limit), pulls), more: items.length > query.limit };
}
