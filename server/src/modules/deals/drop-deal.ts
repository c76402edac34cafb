import type { ResponseOf } from '@meada/contract/route';
import type { dropDeal as route } from '@meada/contract/routes/deals';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { lockDeal, updateDeal } from './store.ts';

/** Removes a deal that never was one; its row stays, out of every list and sum. Throws `not_found`. */
export async function dropDeal(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'deals.write');
  const deal = await lockDeal(ctx, input.params.id);
  await updateDeal(ctx, deal.id, { deleted_at: ctx.clock.now() });
  ctx.emit({ name: 'deal.dropped', facts: { customerId: deal.customerId, dealId: deal.id } });
  ctx.audit({ action: 'deal.dropped', subject: { kind: 'deal', id: deal.id } });
  return { ok: true };
}
