import type { Queue } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { queuesById, seenQueues } from '../views/queues.ts';

/** Queues the caller serves, or all, and how much is in each now. */
export async function listQueues(ctx: Ctx): Promise<{ items: Queue[] }> {
  permit(ctx.actor, 'conversations.read');
  return { items: await queuesById(ctx, await seenQueues(ctx, ctx.actor)) };
}
