import type { acceptWork as route, WorkItem } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { workAfter } from '../views/items.ts';
import { give, holdWork, personId, taken } from './hold.ts';

/** Takes what was offered to the caller. Throws `taken` where the offer stands no longer. */
export async function acceptWork(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<WorkItem> {
  permit(ctx.actor, 'conversations.reply');
  const me = personId(ctx);
  const hold = await holdWork(ctx, params.id, [me]);
  if (hold.item.state !== 'offered' || hold.item.agent_id !== me) throw taken();
  await give(ctx, hold, { agentId: me, why: 'accepted' });
  return workAfter(ctx, hold.item);
}
