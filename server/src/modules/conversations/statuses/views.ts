import type { ShownStatus, Status } from '@meada/contract/statuses';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';

type Row = {
  id: string;
  category: Status['category'];
  name: string;
  colour: string;
  is_default: boolean;
  archived_at: Date | null;
};

const present = ({ is_default, archived_at, ...row }: Row): Status => ({
  ...row,
  isDefault: is_default,
  archived: archived_at !== null,
});

async function rowsWhere(ctx: Ctx, where: RawBuilder<unknown>): Promise<Status[]> {
  const { rows } = await sql<Row>`
    SELECT id, category, name, colour, is_default, archived_at FROM statuses
    WHERE org_id = ${ctx.orgId} AND ${where} ORDER BY position, created_at, id`.execute(ctx.db);
  return rows.map(present);
}

/** All of the firm's own, archived ones too: conversations may have them. */
export const listStatuses = (ctx: Ctx): Promise<Status[]> => rowsWhere(ctx, sql`true`);

export async function statusById(ctx: Ctx, id: string): Promise<Status> {
  return found((await rowsWhere(ctx, sql`id = ${id}`))[0], 'status');
}

/** The status a conversation `c` shows: its own, or the default of its category. */
export const ownStatus = sql<ShownStatus | null>`(SELECT jsonb_build_object('id', s.id, 'name', s.name, 'colour', s.colour)
  FROM statuses s WHERE s.org_id = c.org_id
    AND (s.id = c.status_id OR (c.status_id IS NULL AND s.is_default AND s.category = c.status)))`;

/** Condition on a conversation `c` that shows this status; the default is that of all that have none of their own. */
export const hasStatus = (id: string): RawBuilder<SqlBool> => sql<SqlBool>`(c.status_id = ${id}::uuid
  OR (c.status_id IS NULL AND c.status = (SELECT s.category FROM statuses s
    WHERE s.org_id = c.org_id AND s.id = ${id}::uuid AND s.is_default)))`;
