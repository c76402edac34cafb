import type { Abandonment, changeAbandonment as route } from '@meada/contract/routes/abandonments';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { changeOne, requireSense } from './change-one.ts';

type Change = Pick<Input<typeof route>, 'params' | 'body'>;

/**
 * Gives it to somebody, puts it off, dismisses it with a reason, or opens a dismissed one again. That somebody asked not to be
 * contacted goes into the ledger of consents. 409 when it has ended.
 */
export async function changeAbandonment(ctx: Ctx, { params, body }: Change): Promise<Abandonment> {
  permit(ctx.actor, 'conversations.reply');
  await requireSense(ctx, body);
  return changeOne(ctx, params.id, body);
}
