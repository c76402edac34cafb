import type { ResponseOf } from '@meada/contract/route';
import type { readDeal as route } from '@meada/contract/routes/deals';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { dealOf, movesOf } from './views.ts';

/** A deal with the stages it has been in. Throws `not_found`. */
export async function readDeal(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'deals.read');
  const deal = await dealOf(ctx, input.params.id);
  const moves = await movesOf(ctx, deal.id);
  return { deal, moves: moves.map((move) => ({ ...move, at: move.at.toISOString() })) };
}
