import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { firstPrevious, sealHash } from './audit-chain.ts';
import { entriesToSeal, sealOf } from './audit-rows.ts';
import { insertSeal } from './store.ts';

const batch = 1000;

/**
 * Seals what no seal covers yet, in batches, by a hash chain: the worker calls it now and then, so that use cases take no
 * lock per organisation. An entry that commits late falls into the next seal: a seal covers the entries that bear its
 * number, not a range. Answers how many entries were sealed.
 */
export async function sealAudit(kernel: Kernel, orgId: string): Promise<number> {
  let count = 0;
  for (;;) {
    const sealed = await inTransaction(kernel, systemActor(orgId), sealBatch);
    count += sealed;
    if (sealed < batch) return count;
  }
}

async function sealBatch(ctx: Ctx): Promise<number> {
  // One sealer at a time; a second one finds nothing left.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`audit ${ctx.orgId}`}, 0))`.execute(ctx.db);
  const entries = await entriesToSeal(ctx.db, ctx.orgId, { unsealed: batch });
  if (entries.length === 0) return 0;
  const last = await sealOf(ctx.db, ctx.orgId, 'last');
  const previous = last?.hash ?? firstPrevious;
  const seal = { id: (last?.id ?? 0) + 1, previous, hash: sealHash(previous, entries) };
  await insertSeal(
    ctx,
    seal,
    entries.map((entry) => entry.id),
  );
  return entries.length;
}
