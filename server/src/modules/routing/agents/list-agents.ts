import type { Agent } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { agentsById } from '../views/agents.ts';

/** Agents and how they stand: whom work can be handed to. */
export async function listAgents(ctx: Ctx): Promise<{ items: Agent[] }> {
  permit(ctx.actor, 'conversations.reply');
  return { items: await agentsById(ctx, null) };
}
