import type { dropCustomerFile as route } from '@meada/contract/routes/record';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { filesOf } from './files.ts';

/** Removes a file; its bytes go when no row names them (nightly). Throws `not_found`. */
export async function dropFile(ctx: Ctx, input: Pick<Input<typeof route>, 'params'>): Promise<{ ok: true }> {
  permit(ctx.actor, 'customers.write');
  const { id, fileId } = input.params;
  const rootId = await rootIdOf(ctx, id);
  found((await filesOf(ctx, rootId, fileId))[0], 'file');
  await sql`
    WITH gone AS (
      DELETE FROM customer_files WHERE org_id = ${ctx.orgId} AND id = ${fileId} RETURNING id),
    plain AS (
      UPDATE customers SET picture_id = NULL WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId}
        AND picture_id IN (SELECT id FROM gone))
    SELECT 1`.execute(ctx.db);
  ctx.emit({ name: 'customer.filed', facts: { customerId: rootId, fileId, what: 'dropped' } });
  ctx.audit({
    action: 'customer.file_dropped',
    subject: { kind: 'customer', id: rootId },
    facts: { fileId },
  });
  return { ok: true };
}
