import type { WorkspaceStandard } from '@meada/contract/workspace';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { keepWorkspace } from './store.ts';

/** Sets what people begin with: everybody's, a queue's or a team's. Throws `refused` for one that is not there. */
export async function setStandard(
  ctx: Ctx,
  { body: { teamId, queueId, layout, density } }: { body: WorkspaceStandard },
): Promise<void> {
  if (teamId !== null) {
    const team = await ctx.db
      .selectFrom('teams')
      .select('id')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', teamId)
      .executeTakeFirst();
    if (!team) throw refused('There is no such team.', 'body.teamId');
  }
  if (queueId !== null) {
    const queue = await ctx.db
      .selectFrom('queues')
      .select('id')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', queueId)
      .where('archived_at', 'is', null)
      .executeTakeFirst();
    if (!queue) throw refused('There is no such queue.', 'body.queueId');
  }
  await keepWorkspace(ctx, { person_id: null, team_id: teamId, queue_id: queueId }, { layout, density });
  ctx.audit({
    action: layout || density ? 'workspace.standardSet' : 'workspace.standardRemoved',
    subject: queueId
      ? { kind: 'queue', id: queueId }
      : teamId
        ? { kind: 'team', id: teamId }
        : { kind: 'organisation', id: ctx.orgId },
  });
  ctx.emit({ name: 'workspace.changed', facts: { personId: null } });
}
