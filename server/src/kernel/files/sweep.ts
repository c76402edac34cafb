import { sql } from 'kysely';
import { systemActor } from '../actor.ts';
import { inTransaction, type Kernel } from '../ctx.ts';
import type { StoredObject } from './store.ts';

/** How long an object may lie without a row: bytes are stored before their row is written. */
const graceMs = 24 * 3_600_000;
/** Objects held against the rows at once. */
const atOnce = 500;

/**
 * Removes what a process left that was killed in between: objects of the store without a row of `files`, and temporary
 * files of uploads. Only what is older than a day. Meant for once a night; answers how many objects went.
 */
export async function sweepFiles(kernel: Kernel): Promise<number> {
  const before = new Date(kernel.clock.now().getTime() - graceMs);
  await kernel.files.dropReceived(before);
  const orgs = await kernel.database.asSystem((db) => db.selectFrom('organisations').select('id').execute());
  let removed = 0;
  for (const { id } of orgs) {
    let batch: StoredObject[] = [];
    for await (const object of kernel.files.list(id)) {
      if (object.storedAt >= before) continue;
      batch.push(object);
      if (batch.length < atOnce) continue;
      removed += await removeUnowned(kernel, id, { batch, before });
      batch = [];
    }
    removed += await removeUnowned(kernel, id, { batch, before });
  }
  return removed;
}

async function removeUnowned(
  kernel: Kernel,
  orgId: string,
  { batch, before }: { batch: StoredObject[]; before: Date },
): Promise<number> {
  if (batch.length === 0) return 0;
  const hashes = batch.map(({ hash }) => hash);
  const owned = await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const result = await sql<{ hash: Buffer }>`
      SELECT DISTINCT hash FROM files WHERE org_id = ${orgId} AND hash = ANY (${hashes}::bytea[])`.execute(
      ctx.db,
    );
    return new Set(result.rows.map((row) => row.hash.toString('hex')));
  });
  let removed = 0;
  for (const hash of hashes) {
    // Who stores the same bytes at this moment makes them young again, and they stay.
    const isUnowned = !owned.has(hash.toString('hex'));
    if (isUnowned && (await kernel.files.removeOlder(orgId, hash, before))) removed += 1;
  }
  return removed;
}
