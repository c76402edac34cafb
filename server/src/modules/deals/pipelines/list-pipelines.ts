import type { ResponseOf } from '@meada/contract/route';
import type { listPipelines as route } from '@meada/contract/routes/deals';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { pipelinesOf } from './views.ts';

/** Pipelines with their stages. */
export async function listPipelines(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'deals.read');
  return { items: await pipelinesOf(ctx) };
}
