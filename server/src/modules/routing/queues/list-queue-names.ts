import type { ResponseOf } from '@meada/contract/route';
import type { listQueueNames as route } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';

/** All queues by name, to hand work over to. */
export async function listQueueNames(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.read');
  const items = await ctx.db
    .selectFrom('queues')
    .select(['id', 'name', 'team_id as teamId'])
    .where('org_id', '=', ctx.orgId)
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return { items };
}
