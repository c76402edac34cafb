import type { CustomerFile, addCustomerFile as route } from '@meada/contract/routes/record';
import { sql } from 'kysely';
import { actorKey, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { filesOf } from './files.ts';

const filesAtMost = 200;

/**
 * Keeps an upload with a customer. What was a draft of the caller's is one no longer: it can be sent no more and is not
 * swept away. Throws `not_found` for another's upload or one that was sent, `refused`.
 */
export async function addFile(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<CustomerFile> {
  permit(ctx.actor, 'customers.write');
  const rootId = await rootIdOf(ctx, input.params.id);
  if ((await filesOf(ctx, rootId)).length >= filesAtMost)
    throw refused('A customer has at most 200 files.', 'body.attachmentId');
  const { attachmentId } = input.body;
  const result = await sql<{ id: string }>`
    WITH taken AS (
      DELETE FROM attachments WHERE org_id = ${ctx.orgId} AND id = ${attachmentId} AND message_id IS NULL
        AND uploaded_by = ${actorKey(ctx.actor)} AND file_id IS NOT NULL
      RETURNING id, file_id, thumbnail_id, kind, name, type, size)
    INSERT INTO customer_files (org_id, id, customer_id, file_id, thumbnail_id, kind, name, type, size, added_kind, added_id, created_at)
    SELECT ${ctx.orgId}, id, ${rootId}, file_id, thumbnail_id, kind, name, type, size, ${ctx.actor.kind}, ${ctx.actor.id}::uuid,
      ${ctx.clock.now()} FROM taken RETURNING id`.execute(ctx.db);
  const { id } = found(result.rows[0], 'upload');
  ctx.emit({ name: 'customer.filed', facts: { customerId: rootId, fileId: id, what: 'added' } });
  return found((await filesOf(ctx, rootId, id))[0], 'file');
}
