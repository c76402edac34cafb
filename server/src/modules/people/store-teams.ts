import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { isDouble } from '../../kernel/db/database.ts';
import { conflict, notFound } from '../../kernel/errors.ts';

/** Writes of teams and who is in them. */

const taken = (error: unknown): never => {
  if (isDouble(error)) throw conflict('There is a team of this name.', 'body.name');
  throw error;
};

/** Throws `conflict` when the name is there in any case of letters. */
export async function saveTeam(ctx: Ctx, team: { id: string; name: string }): Promise<void> {
  await ctx.db
    .insertInto('teams')
    .values({ org_id: ctx.orgId, ...team })
    .execute()
    .catch(taken);
}

/** Throws `not_found`, `conflict`. */
export async function renameTeam(ctx: Ctx, team: { id: string; name: string }): Promise<void> {
  const row = await ctx.db
    .updateTable('teams')
    .set({ name: team.name })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', team.id)
    .returning('id')
    .executeTakeFirst()
    .catch(taken);
  if (!row) throw notFound('team');
}

/** Throws `not_found`. */
export async function removeTeam(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.db
    .deleteFrom('teams')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!row) throw notFound('team');
}

/** Throws `not_found` unless every id is a team of this organisation. */
export async function requireTeams(ctx: Ctx, teamIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(teamIds)];
  if (wanted.length === 0) return;
  const rows = await ctx.db
    .selectFrom('teams')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', wanted)
    .execute();
  if (rows.length < wanted.length) throw notFound('team');
}

/**
 * Puts a person into exactly these teams of the organisation; ids that are no teams of it are left out. Answers the teams
 * that gained or lost the person.
 */
export async function setTeamsOf(ctx: Ctx, personId: string, teamIds: readonly string[]): Promise<string[]> {
  const left = await ctx.db
    .deleteFrom('team_members')
    .where('org_id', '=', ctx.orgId)
    .where('person_id', '=', personId)
    .where(sql<boolean>`team_id <> ALL(${[...teamIds]}::uuid[])`)
    .returning('team_id')
    .execute();
  const joined = await sql<{ team_id: string }>`
    INSERT INTO team_members (org_id, team_id, person_id)
    SELECT org_id, id, ${personId}::uuid FROM teams
    WHERE org_id = ${ctx.orgId} AND id = ANY(${[...teamIds]}::uuid[])
    ON CONFLICT DO NOTHING RETURNING team_id`.execute(ctx.db);
  return [...left, ...joined.rows].map((row) => row.team_id);
}

/** Puts exactly these people into a team. Answers who came and who went. Throws `not_found` for people not of here. */
export async function setMembersOf(
  ctx: Ctx,
  teamId: string,
  memberIds: readonly string[],
): Promise<string[]> {
  const wanted = [...new Set(memberIds)];
  const known = await sql<{ id: string }>`
    SELECT id FROM members WHERE org_id = ${ctx.orgId} AND id = ANY(${wanted}::uuid[])`.execute(ctx.db);
  if (known.rows.length < wanted.length) throw notFound('person');
  const left = await sql<{ person_id: string }>`
    DELETE FROM team_members WHERE org_id = ${ctx.orgId} AND team_id = ${teamId}
      AND person_id <> ALL(${wanted}::uuid[]) RETURNING person_id`.execute(ctx.db);
  const joined = await sql<{ person_id: string }>`
    INSERT INTO team_members (org_id, team_id, person_id)
    SELECT ${ctx.orgId}::uuid, ${teamId}::uuid, unnest(${wanted}::uuid[])
    ON CONFLICT DO NOTHING RETURNING person_id`.execute(ctx.db);
  return [...left.rows, ...joined.rows].map((row) => row.person_id);
}
