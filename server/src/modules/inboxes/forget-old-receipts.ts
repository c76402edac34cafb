import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';

/** Days the bytes of what was received are kept. */
const keptDays = 30;
/** Receipts emptied in one transaction. */
const atOnce = 1000;

/**
 * Empties receipts of more than 30 days: bytes, headers, facts and the platform's id go, the keyed hash stays, so that a
 * late copy is still a copy. What is not read yet stays whole. Meant for once a night; answers how many were emptied.
 */
export async function forgetOldReceipts(kernel: Kernel): Promise<number> {
  const before = new Date(kernel.clock.now().getTime() - keptDays * 24 * 3_600_000);
  const orgs = await kernel.database.asSystem((db) => db.selectFrom('organisations').select('id').execute());
  let emptied = 0;
  for (const { id } of orgs) {
    for (let count = atOnce; count === atOnce; emptied += count) count = await emptySome(kernel, id, before);
  }
  return emptied;
}

const emptySome = (kernel: Kernel, orgId: string, before: Date): Promise<number> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const result = await sql`
      UPDATE receipts SET body = NULL, headers = NULL, external_id = NULL, facts = '{}'
      WHERE org_id = ${orgId} AND id IN (
        SELECT id FROM receipts WHERE org_id = ${orgId} AND received_at < ${before} AND body IS NOT NULL
          AND state <> 'new'
        ORDER BY received_at LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)`.execute(ctx.db);
    return Number(result.numAffectedRows ?? 0n);
  });
