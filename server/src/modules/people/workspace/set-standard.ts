import type { WorkspaceStandard } from '@meada/contract/workspace';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { keepWorkspace } from './store.ts';

/** Sets what people begin with, everybody's or a team's. Throws `refused` for a team that is not there. */
export async function setStandard(
  ctx: Ctx,
  { body: { teamId, layout, density } }: { body: WorkspaceStandard },
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
  await keepWorkspace(ctx, { person_id: null, team_id: teamId }, { layout, density });
  ctx.audit({
    action: layout || density ? 'workspace.standardSet' : 'workspace.standardRemoved',
    subject: teamId ? { kind: 'team', id: teamId } : { kind: 'organisation', id: ctx.orgId },
  });
  ctx.emit({ name: 'workspace.changed', facts: { personId: null } });
}
