import type { ResponseOf } from '@meada/contract/route';
import type { readWallboard as route } from '@meada/contract/routes/wallboard';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { workItems } from '../views/items.ts';
import { queueDays } from './queue-days.ts';

/** More than this nobody reads off a screen. */
const heldAtMost = 1000;

/** The last hours of every queue, and all that agents hold now. For who leads. */
export async function readWallboard(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'routing.manage');
  const queues = await queueDays(ctx, query);
  const held = await workItems(ctx, sql`w.agent_id IS NOT NULL`, { reader: null, limit: heldAtMost + 1 });
  return { queues, held: held.slice(0, heldAtMost), more: held.length > heldAtMost };
}
