import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { isDouble } from '../../kernel/db/database.ts';
import { conflict, notFound } from '../../kernel/errors.ts';

/** Writes of what inboxes share: canned replies and labels. */

const taken =
  (message: string, field: string) =>
  (error: unknown): never => {
    if (isDouble(error)) throw conflict(message, field);
    throw error;
  };
const shortcutTaken = taken('There is a canned reply of this shortcut.', 'body.shortcut');
const nameTaken = taken('There is a label of this name.', 'body.name');

export type CannedText = { shortcut: string; title: string; text: string };

/** Throws `conflict` when the shortcut is there. */
export async function insertCanned(ctx: Ctx, id: string, text: CannedText): Promise<void> {
  await ctx.db
    .insertInto('canned_replies')
    .values({ org_id: ctx.orgId, id, ...text })
    .execute()
    .catch(shortcutTaken);
}

/** Throws `not_found`, `conflict`. */
export async function updateCanned(ctx: Ctx, id: string, text: CannedText): Promise<void> {
  const row = await ctx.db
    .updateTable('canned_replies')
    .set(text)
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
    .catch(shortcutTaken);
  if (!row) throw notFound('canned reply');
}

/** Throws `not_found`. */
export async function removeCanned(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.db
    .deleteFrom('canned_replies')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!row) throw notFound('canned reply');
}

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
