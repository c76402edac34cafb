import type { Ctx } from '../../kernel/ctx.ts';
import { dropActors } from './actor-cache.ts';

type TeamChange = {
  action: 'team.created' | 'team.changed' | 'team.deleted';
  teamId: string;
  /** Who came or went: what they see may have changed. */
  personIds: readonly string[];
};

/** Says and writes down a change of a team. */
export function noteTeamChange(ctx: Ctx, change: TeamChange): void {
  const { action, teamId, personIds } = change;
  ctx.emit({ name: 'team.changed', facts: { teamId } });
  for (const personId of personIds) ctx.emit({ name: 'person.access_changed', facts: { personId } });
  ctx.audit({
    action,
    subject: { kind: 'team', id: teamId },
    facts: { membersChanged: personIds.length },
  });
  ctx.afterCommit(() => {
    for (const personId of personIds) dropActors(ctx, { orgId: ctx.orgId, personId });
  });
}
