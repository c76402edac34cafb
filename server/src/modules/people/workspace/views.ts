import type { Workspace, WorkspaceStandard } from '@meada/contract/workspace';
import { sql } from 'kysely';
import type { PersonActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Tx } from '../../../kernel/db/connection.ts';

type Row = Pick<Workspace, 'layout' | 'density' | 'scheme'> & { person_id: string | null };

/**
 * What counts for a person: their own choice, else their team's (of several the first by name), else everybody's. Each
 * of layout and density by itself.
 */
export async function workspaceOf(db: Tx, { orgId, id, teamIds }: PersonActor): Promise<Workspace> {
  const { rows } = await sql<Row>`
    SELECT w.person_id, w.layout, w.density, w.scheme FROM workspaces w
    LEFT JOIN teams t ON t.org_id = w.org_id AND t.id = w.team_id
    WHERE w.org_id = ${orgId} AND (w.person_id = ${id} OR w.person_id IS NULL
      AND (w.team_id IS NULL OR w.team_id = ANY(${[...teamIds]}::uuid[])))
    ORDER BY w.person_id IS NULL, w.team_id IS NULL, lower(t.name), w.team_id`.execute(db);
  const own = rows.find((row) => row.person_id !== null);
  return {
    layout: rows.find((row) => row.layout)?.layout ?? null,
    own: Boolean(own?.layout),
    density: rows.find((row) => row.density)?.density ?? null,
    scheme: own?.scheme ?? null,
  };
}

/** The standards there are, everybody's first. */
export async function standardsOf(ctx: Ctx): Promise<{ items: WorkspaceStandard[] }> {
  const { rows } = await sql<WorkspaceStandard>`
    SELECT team_id AS "teamId", layout, density FROM workspaces
    WHERE org_id = ${ctx.orgId} AND person_id IS NULL ORDER BY team_id IS NOT NULL, team_id`.execute(ctx.db);
  return { items: rows };
}
