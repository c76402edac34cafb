import type { deleteTeam as route } from '@meada/contract/routes/people';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { noteTeamChange } from './note-team-change.ts';
import { removeTeam, setMembersOf } from './store-teams.ts';

/** Deletes a team; its conversations and inboxes stay, without a team. Throws `not_found`. */
export async function deleteTeam(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'teams.manage');
  const { id } = input.params;
  const personIds = await setMembersOf(ctx, id, []);
  await removeTeam(ctx, id);
  noteTeamChange(ctx, { action: 'team.deleted', teamId: id, personIds });
  return { ok: true };
}
