import type { Role, Visibility } from '@meada/contract/permissions';
import type { Ctx } from '../../kernel/ctx.ts';
import { isDouble } from '../../kernel/db/database.ts';
import { conflict } from '../../kernel/errors.ts';

/** Writes inside the fence: members, teams, invitations, roles, keys. */

export type NewMember = { id: string; name: string; email: string; role: Role; visibility: Visibility };

/** Throws `conflict` when the person serves the organisation already. */
export async function insertMember(ctx: Ctx, member: NewMember): Promise<void> {
  try {
    await ctx.db
      .insertInto('members')
      .values({ org_id: ctx.orgId, ...member })
      .execute();
  } catch (error) {
    if (isDouble(error)) throw conflict('This person serves the organisation already.', 'body.email');
    throw error;
  }
}

/** Puts a person into exactly these teams of the organisation; ids of other organisations' teams are none. */
export async function setTeamsOf(ctx: Ctx, personId: string, teamIds: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('team_members')
    .where('org_id', '=', ctx.orgId)
    .where('person_id', '=', personId)
    .execute();
  if (teamIds.length === 0) return;
  await ctx.db
    .insertInto('team_members')
    .columns(['org_id', 'team_id', 'person_id'])
    .expression((from) =>
      from
        .selectFrom('teams')
        .select((row) => ['org_id', 'id', row.val(personId).$castTo<string>().as('person_id')])
        .where('org_id', '=', ctx.orgId)
        .where('id', 'in', [...teamIds]),
    )
    .execute();
}
