import type { ResponseOf } from '@meada/contract/route';
import type { listDeals as route } from '@meada/contract/routes/deals';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { dealConditions } from './filter.ts';
import { columnPage, dealPage } from './views.ts';

/** Deals that fit, newest first; of one stage in the order of its column. Throws `not_found`, `malformed`. */
export async function listDeals(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'query'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'deals.read');
  const { cursor, limit, stageId } = input.query;
  const wanted = { conditions: await dealConditions(ctx, input.query), cursor, limit };
  const page = stageId ? await columnPage(ctx, stageId, wanted) : await dealPage(ctx, wanted);
  return { items: page.deals, next: page.next };
}
