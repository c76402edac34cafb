import type { Permission, Role, Viewer, Visibility } from '@meada/contract/permissions';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { permissionsOf } from './rules.ts';

/** A colleague with what decides what they see. */
export type NamedMember = Viewer & { personId: string; name: string; permissions: readonly Permission[] };

type Row = {
  id: string;
  name: string;
  role: Role;
  visibility: Visibility;
  permissions: string[] | null;
  team_ids: string[];
};

/** Active people of the organisation: named by id, or by a team of theirs. */
export async function membersNamed(
  ctx: Ctx,
  named: { personIds: readonly string[]; teamIds?: readonly string[] },
): Promise<NamedMember[]> {
  const { rows } = await sql<Row>`
    SELECT m.id, m.name, m.role, m.visibility, r.permissions,
      ARRAY(SELECT t.team_id FROM team_members t WHERE t.org_id = m.org_id AND t.person_id = m.id) AS team_ids
    FROM members m LEFT JOIN role_permissions r ON r.org_id = m.org_id AND r.role = m.role
    WHERE m.org_id = ${ctx.orgId} AND m.active AND (m.id = ANY(${[...named.personIds]}::uuid[])
      OR EXISTS (SELECT FROM team_members t WHERE t.org_id = m.org_id AND t.person_id = m.id
        AND t.team_id = ANY(${[...(named.teamIds ?? [])]}::uuid[])))
    ORDER BY m.id`.execute(ctx.db);
  return rows.map((row) => ({
    personId: row.id,
    name: row.name,
    visibility: row.visibility,
    teamIds: row.team_ids,
    permissions: permissionsOf(row.role, row.permissions),
  }));
}
