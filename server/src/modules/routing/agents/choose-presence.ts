import type { AgentState, choosePresence as route } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { personId } from '../work/hold.ts';
import { setChoice } from './set-choice.ts';

/** The caller is available, or away and why. Throws `not_found` for who is no agent, or a reason there is not. */
export function choosePresence(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<AgentState> {
  permit(ctx.actor, 'conversations.reply');
  return setChoice(ctx, { personId: personId(ctx), ...body, reason: null });
}
