import { Permission, type Role, rolePermissions } from '@meada/contract/permissions';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';

type Row = { id: string; name: string; role: Role; permissions: string[] | null };

/** Active people of the firm whose role may see to privacy, by name. */
export async function peopleOfPrivacy(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<Row>`
    SELECT m.id, m.name, m.role, r.permissions FROM members m
    LEFT JOIN role_permissions r ON r.org_id = m.org_id AND r.role = m.role
    WHERE m.org_id = ${ctx.orgId} AND m.active ORDER BY lower(m.name), m.id LIMIT 1000`.execute(ctx.db);
  const needed = Permission.enum['privacy.manage'];
  return rows.flatMap(({ id, name, role, permissions }) =>
    (permissions ?? rolePermissions[role]).some((one) => one === needed) ? [{ id, name }] : [],
  );
}

/** Throws `refused` unless the person may see to a request: it would lie with somebody who cannot open it. */
export async function requireMay(ctx: Ctx, personId: string): Promise<void> {
  const people = await peopleOfPrivacy(ctx);
  if (!people.some(({ id }) => id === personId))
    throw refused('This person may not see to requests.', 'body.assigneeId');
}
