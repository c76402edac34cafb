import type { DocumentKind } from '@meada/contract/routes/record';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { knownLabels } from '../labels.ts';

/** Writes of a customer's own fields. */

/**
 * Labels of a group: exactly these. New ones go to the root; one that was taken off goes from every member. They are a set,
 * kept in one order: to say the same labels in another order changes nothing.
 */
export async function saveLabels(ctx: Ctx, rootId: string, wanted: readonly string[]): Promise<void> {
  await knownLabels(ctx, wanted, 'body.labelIds');
  await sql`
    WITH held AS (
      SELECT DISTINCT l FROM customers m, unnest(m.label_ids) l
      WHERE m.org_id = ${ctx.orgId} AND m.canonical_id = ${rootId} AND m.id <> m.canonical_id), now AS (
      SELECT m.id, CASE
        WHEN m.id = m.canonical_id THEN coalesce((SELECT array_agg(w ORDER BY w) FROM unnest(${wanted}::uuid[]) w
          WHERE w = ANY (m.label_ids) OR w NOT IN (SELECT l FROM held)), '{}')
        ELSE coalesce((SELECT array_agg(l ORDER BY l) FROM unnest(m.label_ids) l WHERE l = ANY (${wanted}::uuid[])), '{}') END AS label_ids
      FROM customers m WHERE m.org_id = ${ctx.orgId} AND m.canonical_id = ${rootId})
    UPDATE customers m SET label_ids = now.label_ids, updated_at = ${ctx.clock.now()}
    FROM now WHERE m.org_id = ${ctx.orgId} AND m.id = now.id AND m.label_ids <> now.label_ids`.execute(
    ctx.db,
  );
}

/** The picture is one of their files, and an image with a thumbnail. */
export async function savePicture(ctx: Ctx, rootId: string, fileId: string | null): Promise<void> {
  if (fileId !== null) {
    const result = await sql<{ thumbnail_id: string | null }>`
      SELECT thumbnail_id FROM customer_files WHERE org_id = ${ctx.orgId} AND id = ${fileId}
        AND customer_id IN (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})`.execute(
      ctx.db,
    );
    if (!result.rows[0]?.thumbnail_id)
      throw refused("The picture is one of the customer's files.", 'body.pictureId');
  }
  // Without a picture none of the group may show.
  const whose = fileId === null ? sql`canonical_id = ${rootId}` : sql`id = ${rootId}`;
  await sql`UPDATE customers SET picture_id = ${fileId}, updated_at = ${ctx.clock.now()}
    WHERE org_id = ${ctx.orgId} AND ${whose}`.execute(ctx.db);
}

export async function savePlain(
  ctx: Ctx,
  rootId: string,
  change: { kind?: string; birth_date?: string | null },
): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await ctx.db
    .updateTable('customers')
    .set({ ...change, updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', rootId)
    .execute();
}

/** Blocks the root, or unblocks everybody of the group. */
export async function saveBlock(ctx: Ctx, rootId: string, reason: string | null): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db
    .updateTable('customers')
    .set({ blocked_at: reason === null ? null : now, blocked_reason: reason, updated_at: now })
    .where('org_id', '=', ctx.orgId)
    .where(reason === null ? 'canonical_id' : 'id', '=', rootId)
    .execute();
}

export type NewDocument = { kind: DocumentKind; number: string; issuer: string; country: string };

export async function insertDocument(ctx: Ctx, customerId: string, made: NewDocument): Promise<void> {
  await ctx.db
    .insertInto('customer_documents')
    .values({
      org_id: ctx.orgId,
      id: ctx.ids.uuid(),
      customer_id: customerId,
      ...made,
      created_at: ctx.clock.now(),
    })
    .execute();
}

export async function deleteDocument(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .deleteFrom('customer_documents')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}
