import type { ResponseOf } from '@meada/contract/route';
import type { listDealReasons as route } from '@meada/contract/routes/deal-reasons';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { ensurePipeline } from '../pipelines/store.ts';
import { reasonsOf } from './views.ts';

/** Why deals are won or lost. */
export async function listDealReasons(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'deals.read');
  await ensurePipeline(ctx);
  return { items: await reasonsOf(ctx) };
}
