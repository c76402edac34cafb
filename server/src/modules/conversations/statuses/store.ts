import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { isDouble } from '../../../kernel/db/database.ts';
import { conflict, found } from '../../../kernel/errors.ts';

/** Writes of the firm's own statuses. */

/** More than that nobody tells apart. */
const statusesAtMost = 100;

const nameTaken = (error: unknown): never => {
  if (isDouble(error)) throw conflict('There is a status of this name.', 'body.name');
  throw error;
};

type New = { id: string; category: string; name: string; colour: string; is_default: boolean };

/** Adds one behind the others. Throws `conflict` when the name is there in any case of letters, or too many are. */
export async function insertStatus(ctx: Ctx, status: New): Promise<void> {
  const { rows } = await sql<{ count: number; last: number | null }>`
    SELECT count(*)::int AS count, max(position) AS last FROM statuses WHERE org_id = ${ctx.orgId}`.execute(
    ctx.db,
  );
  const { count, last } = found(rows[0], 'status');
  if (count >= statusesAtMost) throw conflict(`There are ${statusesAtMost} statuses already.`);
  if (status.is_default) await dropDefault(ctx, status.category);
  await ctx.db
    .insertInto('statuses')
    .values({ org_id: ctx.orgId, ...status, position: (last ?? 0) + 1, created_at: ctx.clock.now() })
    .execute()
    .catch(nameTaken);
}

/** Locks one; 404 when there is none. */
export async function lockStatus(
  ctx: Ctx,
  id: string,
): Promise<{ category: string; archived_at: Date | null }> {
  const row = await ctx.db
    .selectFrom('statuses')
    .select(['category', 'archived_at'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return found(row, 'status');
}

type Change = { name: string; colour: string; is_default: boolean; archived_at: Date | null };

export async function updateStatus(ctx: Ctx, id: string, change: Change): Promise<void> {
  await ctx.db
    .updateTable('statuses')
    .set(change)
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute()
    .catch(nameTaken);
}

/** One default to a category: the one that stands gives way. */
export async function dropDefault(ctx: Ctx, category: string): Promise<void> {
  await ctx.db
    .updateTable('statuses')
    .set({ is_default: false })
    .where('org_id', '=', ctx.orgId)
    .where('category', '=', category)
    .where('is_default', '=', true)
    .execute();
}

export async function writeOrder(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`
    UPDATE statuses s SET position = coalesce(array_position(${[...ids]}::uuid[], s.id), ${ids.length} + s.position)
    WHERE s.org_id = ${ctx.orgId}`.execute(ctx.db);
}

/** Tells every desk, and writes down who changed how the firm works. */
export function tellStatuses(ctx: Ctx, action: string, subject?: { id: string }): void {
  ctx.emit({ name: 'status.changed', facts: {} });
  ctx.audit({ action, ...(subject ? { subject: { kind: 'status', id: subject.id } } : {}) });
}
