import type { ResponseOf } from '@meada/contract/route';
import type { listQueueItems as route } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { notFound } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { workItems } from '../views/items.ts';
import { queueById, seenQueues } from '../views/queues.ts';

type Asked = Pick<Input<typeof route>, 'params' | 'query'>;

/** What waits in a queue, most urgent first. For who serves it (they may pull it) and who leads; else 404. */
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
  return { items: items.slice(0, query.limit), more: items.length > query.limit };
}
