import type { listenIn as route } from '@meada/contract/routes/wallboard';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { findHeld } from './held.ts';

/** Keeps that somebody who leads began to follow an agent's work; reading it is the conversation's own matter. */
export async function listenIn(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'conversations.manage');
  const { itemId, agentId } = await findHeld(ctx, params.id);
  ctx.audit({ action: 'work.listened', subject: { kind: 'work', id: itemId }, facts: { toId: agentId } });
  return { ok: true };
}
