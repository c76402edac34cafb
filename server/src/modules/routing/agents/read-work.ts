import type { ResponseOf } from '@meada/contract/route';
import type { readWork as route } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { agentsById, stateOf } from '../views/agents.ts';
import { workItems } from '../views/items.ts';

/** What the caller has, and how they stand. Who is no agent has nothing. */
export async function readWork(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.reply');
  if (ctx.actor.kind !== 'person') return { agent: null, items: [] };
  const { id } = ctx.actor;
  const agent = (await agentsById(ctx, [id]))[0];
  if (!agent) return { agent: null, items: [] };
  return { agent: stateOf(agent), items: await workItems(ctx, sql`w.agent_id = ${id}`, { reader: id }) };
}
