import type { AgentState, setAgentPresence as route } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { setChoice } from './set-choice.ts';

type Setting = Pick<Input<typeof route>, 'params' | 'body'>;

/** Sets somebody away, or available again: an act of power, audited. */
export async function setAgentPresence(ctx: Ctx, { params, body }: Setting): Promise<AgentState> {
  permit(ctx.actor, 'routing.manage');
  const state = await setChoice(ctx, { personId: params.id, ...body, reason: 'supervisor' });
  ctx.audit({ action: 'agent.presence', subject: { kind: 'person', id: params.id }, facts: body });
  return state;
}
