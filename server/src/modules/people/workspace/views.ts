import type { Workspace, WorkspaceStandard } from '@meada/contract/workspace';
import { sql } from 'kysely';
import type { PersonActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Tx } from '../../../kernel/db/connection.ts';

type Row = Pick<Workspace, 'layout' | 'density' | 'scheme'> & { person_id: string | null };

/**
 * What counts for a person: their own choice, else that of the queue they serve (of several the first in the firm's
 * order), else their team's (of several the first by name), else everybody's. Each of layout and density by itself.
 */
export async function workspaceOf(db: Tx, { orgId, id, teamIds }: PersonActor): Promise<Workspace> {
  const { rows } = await sql<Row>`
    SELECT w.person_id, w.layout, w.density, w.scheme FROM workspaces w
    LEFT JOIN teams t ON t.org_id = w.org_id AND t.id = w.team_id
    LEFT JOIN agent_queues a ON a.org_id = w.org_id AND a.queue_id = w.queue_id AND a.person_id = ${id}
    LEFT JOIN queues q ON q.org_id = a.org_id AND q.id = a.queue_id AND q.archived_at IS NULL
    WHERE w.org_id = ${orgId} AND (w.person_id = ${id} OR w.person_id IS NULL
      AND (w.queue_id IS NULL OR q.id IS NOT NULL) AND (w.team_id IS NULL OR w.team_id = ANY(${[...teamIds]}::uuid[])))
    ORDER BY w.person_id IS NULL, w.queue_id IS NULL, q.position, w.team_id IS NULL, lower(t.name), w.team_id`.execute(
    db,
  );
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
    SELECT team_id AS "teamId", queue_id AS "queueId", layout, density FROM workspaces
    WHERE org_id = ${ctx.orgId} AND person_id IS NULL
    ORDER BY team_id IS NOT NULL, queue_id IS NOT NULL, team_id, queue_id`.execute(ctx.db);
  return { items: rows };
}
