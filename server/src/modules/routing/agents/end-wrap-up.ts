import type { AgentState } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { lockAgents } from '../rows/lock.ts';
import { agentById, stateOf } from '../views/agents.ts';
import { personId } from '../work/hold.ts';

/** Ends the caller's wrap-up before its time. */
export async function endWrapUp(ctx: Ctx): Promise<AgentState> {
  permit(ctx.actor, 'conversations.reply');
  const me = personId(ctx);
  const agent = found((await lockAgents(ctx, [me])).get(me), 'agent');
  const at = ctx.clock.now();
  if (agent.wrap_until !== null && agent.wrap_until > at) {
    await ctx.db
      .updateTable('agents')
      .set({ wrap_until: null })
      .where('org_id', '=', ctx.orgId)
      .where('person_id', '=', me)
      .execute();
    await sql`UPDATE work_spells SET to_at = greatest(from_at, ${at}::timestamptz), ended = 'ready'
      WHERE org_id = ${ctx.orgId} AND agent_id = ${me} AND what = 'wrap_up' AND to_at > ${at}
        AND from_at > ${new Date(at.getTime() - 7_200_000)}`.execute(ctx.db);
    ctx.emit({ name: 'agent.changed', facts: { personId: me, what: 'ready', by: null } });
  }
  return stateOf(await agentById(ctx, me));
}
