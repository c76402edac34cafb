import type { AgentState } from '@meada/contract/routes/routing';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { sayPresence } from '../../../kernel/live/presence.ts';
import { lockAgents } from '../rows/lock.ts';
import { writeChoice, writePresence } from '../rows/presence.ts';
import { agentById, stateOf } from '../views/agents.ts';

type Setting = {
  personId: string;
  state: 'available' | 'away';
  reasonId: string | null;
  reason: 'supervisor' | null;
};

/** Keeps what was chosen for an agent; who is there stands so at once, the router hears of it. */
export async function setChoice(ctx: Ctx, { personId, state, ...why }: Setting): Promise<AgentState> {
  const agent = found((await lockAgents(ctx, [personId])).get(personId), 'agent');
  const reasonId = state === 'away' ? why.reasonId : null;
  if (reasonId) await checkReason(ctx, reasonId);
  const at = ctx.clock.now();
  const given = { personId, reasonId, reason: state === 'away' ? why.reason : null };
  await writeChoice(ctx, { ...given, chosen: state, at });
  if (agent.presence !== 'offline') await writePresence(ctx, { ...given, presence: state }, { at, by: null });
  ctx.emit({ name: 'agent.changed', facts: { personId, what: 'choice', by: null } });
  const { bus, orgId } = ctx;
  ctx.afterCommit(() => sayPresence(bus, { orgId, personId, away: state === 'away', since: at.getTime() }));
  return stateOf(await agentById(ctx, personId));
}

async function checkReason(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.db
    .selectFrom('away_reasons')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  found(row, 'reason');
}
