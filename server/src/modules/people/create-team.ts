import type { createTeam as route, Team } from '@meada/contract/routes/people';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { noteTeamChange } from './note-team-change.ts';
import { saveTeam, setMembersOf } from './store-teams.ts';
import { teamsOf } from './views.ts';

/** Creates a team with its members. Throws `conflict` for a name that is there, `not_found` for people not of here. */
export async function createTeam(ctx: Ctx, input: Pick<Input<typeof route>, 'body'>): Promise<Team> {
  permit(ctx.actor, 'teams.manage');
  const id = ctx.ids.uuid();
  await saveTeam(ctx, { id, name: input.body.name });
  const personIds = await setMembersOf(ctx, id, input.body.memberIds);
  noteTeamChange(ctx, { action: 'team.created', teamId: id, personIds });
  return found((await teamsOf(ctx, id))[0], 'team');
}
