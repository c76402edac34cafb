import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { isDouble } from '../../kernel/db/database.ts';
import { conflict, notFound } from '../../kernel/errors.ts';

/** Writes of what inboxes share: labels. */

const taken =
  (message: string, field: string) =>
  (error: unknown): never => {
    if (isDouble(error)) throw conflict(message, field);
    throw error;
  };
const nameTaken = taken('There is a label of this name.', 'body.name');

/** Throws `conflict` when the name is there in any case of letters. */
export async function insertLabel(
  ctx: Ctx,
  label: { id: string; name: string; colour: string },
): Promise<void> {
  await ctx.db
    .insertInto('labels')
    .values({ org_id: ctx.orgId, ...label })
    .execute()
    .catch(nameTaken);
}

/** Throws `not_found`, `conflict`. */
export async function updateLabel(
  ctx: Ctx,
  id: string,
  label: { name: string; colour: string },
): Promise<void> {
  const row = await ctx.db
    .updateTable('labels')
    .set(label)
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
    .catch(nameTaken);
  if (!row) throw notFound('label');
}

/** Deletes a label and takes it off all conversations and customers. Throws `not_found`. */
export async function removeLabel(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.db
    .deleteFrom('labels')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!row) throw notFound('label');
  await sql`
    UPDATE conversations SET label_ids = array_remove(label_ids, ${id}::uuid)
    WHERE org_id = ${ctx.orgId} AND id IN (SELECT meada_labelled(${id}::uuid, NULL))`.execute(ctx.db);
  await sql`
    UPDATE customers SET label_ids = array_remove(label_ids, ${id}::uuid)
    WHERE org_id = ${ctx.orgId} AND id IN (SELECT meada_labelled_customers(${id}::uuid, NULL))`.execute(
    ctx.db,
  );
}
