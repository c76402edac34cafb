import type { pullWork as route, WorkItem } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure, found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { loadQueues } from '../intake/facts.ts';
import { loadAgents } from '../rows/agent.ts';
import { workAfter } from '../views/items.ts';
import { isEligible } from './eligible.ts';
import { give, holdWork, personId, taken } from './hold.ts';

/**
 * Takes an item that waits, or is offered to the caller. Throws `taken` where it waits no longer, `not_eligible` without
 * its queue or skills, `no_capacity` without room.
 */
export async function pullWork(ctx: Ctx, { params }: Pick<Input<typeof route>, 'params'>): Promise<WorkItem> {
  permit(ctx.actor, 'conversations.reply');
  const me = personId(ctx);
  const hold = await holdWork(ctx, params.id, [me]);
  const { item, at } = hold;
  const agent = found((await loadAgents(ctx, [me]))[0], 'agent');
  const mine = item.state === 'offered' && item.agent_id === me;
  if (item.state !== 'waiting' && !mine) throw taken();
  const queue = (await loadQueues(ctx)).byId.get(item.queue_id);
  if (!mine && !(queue && isEligible(agent, { item, queue, at })))
    throw new Failure('not_eligible', 'This queue, or a skill it asks for, is not yours.');
  await give(ctx, hold, { agentId: me, why: mine ? 'accepted' : 'pulled' });
  return workAfter(ctx, hold.item);
}
