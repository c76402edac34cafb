import type { ResponseOf } from '@meada/contract/route';
import type { countAbandonments as route } from '@meada/contract/routes/abandonments';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { standingCounts } from './views.ts';

/** How many stand: what every open desk shows below its list, so nothing more is read. */
export async function countAbandonments(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.read');
  return standingCounts(ctx);
}
