import type { ResponseOf } from '@meada/contract/route';
import type { readWallboard as route } from '@meada/contract/routes/wallboard';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { workItems } from '../views/items.ts';
import { inSight } from '../views/sight.ts';
import { queueDays } from './queue-days.ts';

/** More than this nobody reads off a screen. */
const heldAtMost = 1000;

/** The last hours of every queue, and all that agents hold now; of conversations the caller does not see, only that. */
export async function readWallboard(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'routing.manage');
  const queues = await queueDays(ctx, query);
  const held = await workItems(ctx, sql`w.agent_id IS NOT NULL`, { reader: null, limit: heldAtMost + 1 });
  return { queues, held: await inSight(ctx, held.slice(0, heldAtMost)), more: held.length > heldAtMost };
}
