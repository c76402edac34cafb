import type { removeAgent as route } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { lockAgents } from '../rows/lock.ts';
import { writePresence } from '../rows/presence.ts';

/** The person is given no work any more; the router takes back what they hold. Settings go, the history stays. */
export async function removeAgent(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'routing.manage');
  const { id } = params;
  found((await lockAgents(ctx, [id])).get(id), 'agent');
  const gone = { personId: id, presence: 'offline', reasonId: null, reason: null } as const;
  await writePresence(ctx, gone, { at: ctx.clock.now(), by: null });
  await ctx.db
    .updateTable('agents')
    .set({ active: false })
    .where('org_id', '=', ctx.orgId)
    .where('person_id', '=', id)
    .execute();
  await ctx.db
    .deleteFrom('agent_queues')
    .where('org_id', '=', ctx.orgId)
    .where('person_id', '=', id)
    .execute();
  ctx.emit({ name: 'agent.changed', facts: { personId: id, what: 'removed', by: null } });
  ctx.audit({ action: 'agent.removed', subject: { kind: 'person', id } });
  return { ok: true };
}
