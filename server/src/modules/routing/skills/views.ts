import type { Skill } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found, refused } from '../../../kernel/errors.ts';

/** Skills by name, with how many agents have each. */
export async function skillsById(ctx: Ctx, ids: readonly string[] | null): Promise<Skill[]> {
  const named = ids === null ? sql`true` : sql`s.id = ANY (${[...ids]}::uuid[])`;
  const { rows } = await sql<Skill>`
    SELECT s.id, s.name, (SELECT count(*)::int FROM agent_skills g JOIN agents a ON a.org_id = g.org_id AND a.person_id = g.person_id
      WHERE g.org_id = s.org_id AND g.skill_id = s.id AND a.active) AS agents
    FROM skills s WHERE s.org_id = ${ctx.orgId} AND ${named} ORDER BY lower(s.name), s.id`.execute(ctx.db);
  return rows;
}

export const skillById = async (ctx: Ctx, id: string): Promise<Skill> =>
  found((await skillsById(ctx, [id]))[0], 'skill');

/** Throws `refused` where another skill has the name; until the transaction ends nobody else gives one. */
export async function checkName(ctx: Ctx, name: string, own: string | null): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`skills ${ctx.orgId}`}, 0))`.execute(ctx.db);
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM skills WHERE org_id = ${ctx.orgId} AND lower(name) = lower(${name})`.execute(ctx.db);
  if (rows.some(({ id }) => id !== own)) throw refused('There is a skill of this name.', 'body.name');
}
