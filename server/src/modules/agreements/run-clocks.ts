import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { countClocks } from './count.ts';

/** Conversations counted in one transaction. */
const atOnce = 100;

/**
 * Counts open conversations again where hours or agreements changed, batch by batch; its place is written with what it
 * found. Answers when to look again: at once while there is more, else when somebody asks.
 */
export async function runClocks(kernel: Kernel): Promise<number | null> {
  const asked = await kernel.database.asSystem((db) =>
    db.selectFrom('agreement_runs').select('org_id').orderBy('asked_at').limit(20).execute(),
  );
  for (const { org_id } of asked) await inTransaction(kernel, systemActor(org_id), step);
  return asked.length > 0 ? 0 : null;
}

async function step(ctx: Ctx): Promise<void> {
  const run = await ctx.db
    .selectFrom('agreement_runs')
    .select('place')
    .where('org_id', '=', ctx.orgId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!run) return;
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.status <> 'resolved'
      AND (${run.place}::uuid IS NULL OR c.id > ${run.place}::uuid) ORDER BY c.id LIMIT ${atOnce}`.execute(
    ctx.db,
  );
  const ids = rows.map(({ id }) => id);
  await countClocks(ctx, ids);
  const last = ids.at(-1);
  if (last && ids.length === atOnce)
    await ctx.db.updateTable('agreement_runs').set({ place: last }).where('org_id', '=', ctx.orgId).execute();
  else await ctx.db.deleteFrom('agreement_runs').where('org_id', '=', ctx.orgId).execute();
}
