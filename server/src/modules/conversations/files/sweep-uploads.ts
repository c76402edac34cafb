import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { sweepFiles } from '../../../kernel/files/sweep.ts';

/** How long an upload may wait to be sent. */
const keptMs = 24 * 3_600_000;
/** Uploads forgotten in one transaction. */
const atOnce = 500;

/**
 * Forgets uploads nobody sent within a day, then removes the bytes no row names. Meant for a few times a day; answers how
 * many uploads and how many stored objects went.
 */
export async function sweepUploads(kernel: Kernel): Promise<{ uploads: number; objects: number }> {
  const before = new Date(kernel.clock.now().getTime() - keptMs);
  const orgs = await kernel.database.asSystem((db) => db.selectFrom('organisations').select('id').execute());
  let uploads = 0;
  for (const { id } of orgs) {
    for (let count = atOnce; count === atOnce; uploads += count) count = await forgetSome(kernel, id, before);
  }
  return { uploads, objects: await sweepFiles(kernel) };
}

/**
 * An upload that is being sent at this moment is locked by who sends it, and stays. A visitor's is named by its receipt
 * before it is read: one that waits or was set aside keeps its file until it is. What goes out later keeps its files, too.
 */
const forgetSome = (kernel: Kernel, orgId: string, before: Date): Promise<number> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const gone = await sql<{ file_id: string | null; thumbnail_id: string | null }>`
      DELETE FROM attachments WHERE org_id = ${orgId} AND id IN (
        SELECT id FROM attachments a WHERE a.org_id = ${orgId} AND a.message_id IS NULL AND a.created_at < ${before}
          AND NOT EXISTS (SELECT FROM scheduled_messages s WHERE s.org_id = a.org_id AND a.id = ANY(s.attachment_ids))
          AND (a.uploaded_by NOT LIKE 'customer:%' OR NOT EXISTS (SELECT FROM receipts r WHERE r.org_id = ${orgId} AND r.state IN ('new', 'poison')
            AND position(convert_to(a.id::text, 'UTF8') IN r.body) > 0))
        ORDER BY a.created_at LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
      RETURNING file_id, thumbnail_id`.execute(ctx.db);
    const files = gone.rows.flatMap((row) => [row.file_id, row.thumbnail_id]).filter((id) => id !== null);
    await sql`
      DELETE FROM files f WHERE f.org_id = ${orgId} AND f.id = ANY (${files}::uuid[]) AND NOT EXISTS (
        SELECT FROM attachments a WHERE a.org_id = ${orgId} AND (a.file_id = f.id OR a.thumbnail_id = f.id))`.execute(
      ctx.db,
    );
    return gone.rows.length;
  });
