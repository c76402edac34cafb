import type { takeOverWork as route, WorkItem } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { workAfter, workById } from '../views/items.ts';
import { checkSight } from '../views/sight.ts';
import { give, holdWork, personId } from './hold.ts';

/** Takes an item of a conversation the caller sees from whoever has it, over queue and skills. Throws `no_capacity`, `taken`. */
export async function takeOverWork(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<WorkItem> {
  permit(ctx.actor, 'conversations.manage');
  const me = personId(ctx);
  const hold = await holdWork(ctx, params.id, [me]);
  const { item } = hold;
  if (item.agent_id === me && item.state !== 'offered') return workById(ctx, item.id);
  if (item.agent_id !== me) await checkSight(ctx, item);
  await give(ctx, hold, { agentId: me, why: 'taken_over' });
  ctx.audit({
    action: 'work.taken_over',
    subject: { kind: 'work', id: item.id },
    facts: { fromId: item.agent_id, conversationId: item.conversation_id },
  });
  return workAfter(ctx, item);
}
