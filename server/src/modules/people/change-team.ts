import type { changeTeam as route, Team } from '@meada/contract/routes/people';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { noteTeamChange } from './note-team-change.ts';
import { renameTeam, setMembersOf } from './store-teams.ts';
import { teamsOf } from './views.ts';

/** Gives a team its name and exactly these members. */
export async function changeTeam(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Team> {
  permit(ctx.actor, 'teams.manage');
  const { id } = input.params;
  await renameTeam(ctx, { id, name: input.body.name });
  const personIds = await setMembersOf(ctx, id, input.body.memberIds);
  noteTeamChange(ctx, { action: 'team.changed', teamId: id, personIds });
  return found((await teamsOf(ctx, id))[0], 'team');
}
