import type { cancelHandOver as route } from '@meada/contract/routes/hand-over';
import { may, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { forbidden } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { findSeen } from '../../conversations/index.ts';
import { lockAgents, lockConversations } from '../rows/lock.ts';
import { personId, taken } from '../work/hold.ts';
import { endHandOver, openHandOver } from './end.ts';

/** Takes back what was asked: by who asked, or who leads. Throws `taken` where it is over. */
export async function cancelHandOver(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'conversations.reply');
  const me = personId(ctx);
  const { id } = await findSeen(ctx, params.id);
  await lockConversations(ctx, [id]);
  const ask = await openHandOver(ctx, id);
  if (!ask) throw taken();
  if (ask.left_by !== me && !may(ctx.actor, 'conversations.manage')) throw forbidden('conversations.manage');
  if (ask.agent_id !== null) await lockAgents(ctx, [ask.agent_id]);
  await endHandOver(ctx, ask, { end: 'cancelled', at: ctx.clock.now() });
  return { ok: true };
}
