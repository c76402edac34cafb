import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { actorOf } from '../../people/index.ts';
import { keptMs } from '../rules.ts';
import { doBatch, undoBatch } from './batch.ts';
import { lockBulk, saveBulk } from './store.ts';

/** Between two batches the server's other work goes first (ms). */
const pauseMs = 50;
/** A run that begins wakes this; at rest nobody is asked. */
const idleMs = 10 * 60_000;
/** Times a batch is tried before the run is given up. */
const triesAtMost = 5;
const failures = new Map<string, number>();

type Place = { org_id: string; id: string };

/**
 * Goes on with every run that is under way, a batch each in a transaction of its own, as its person with the rights of this
 * moment: a process that is killed loses nothing and does nothing twice. Answers when to go on.
 */
export async function runBulk(kernel: Kernel): Promise<number> {
  const busy = await kernel.database.asSystem((db) =>
    db
      .selectFrom('bulk_runs')
      .select(['org_id', 'id'])
      .where('state', 'in', ['running', 'undoing'])
      .orderBy('created_at')
      .limit(20)
      .execute(),
  );
  for (const place of busy) await goOn(kernel, place);
  return busy.length === 0 ? idleMs : pauseMs;
}

async function goOn(kernel: Kernel, { org_id: orgId, id }: Place): Promise<void> {
  try {
    const personId = await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      const row = await ctx.db
        .selectFrom('bulk_runs')
        .select('person_id')
        .where('org_id', '=', orgId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row?.person_id;
    });
    const actor = personId ? await actorOf(kernel, { orgId, personId }) : null;
    if (!actor) return await giveUp(kernel, { org_id: orgId, id });
    await inTransaction(kernel, actor, async (ctx) => {
      const run = await lockBulk(ctx, id);
      if (run?.state === 'running') await doBatch(ctx, run);
      if (run?.state === 'undoing') await undoBatch(ctx, run);
    });
    failures.delete(id);
  } catch (error) {
    // A database that restarts or two who waited for each other: the batch left nothing, and is tried again.
    const tries = (failures.get(id) ?? 0) + 1;
    failures.set(id, tries);
    kernel.log.warn('a batch of a run over conversations failed', { error, runId: id, tries });
    if (tries < triesAtMost) return;
    failures.delete(id);
    await giveUp(kernel, { org_id: orgId, id });
  }
}

const giveUp = (kernel: Kernel, { org_id: orgId, id }: Place): Promise<void> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    await saveBulk(ctx, id, { state: 'failed', ended_at: ctx.clock.now() });
  });

/** Forgets old runs of macros and over many conversations. Meant for a few times a day. */
export async function forgetRuns(kernel: Kernel): Promise<void> {
  const before = new Date(kernel.clock.now().getTime() - keptMs);
  const orgs = await kernel.database.asSystem((db) => db.selectFrom('organisations').select('id').execute());
  for (const { id: orgId } of orgs)
    await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      await sql`DELETE FROM macro_runs WHERE org_id = ${orgId} AND ran_at < ${before}`.execute(ctx.db);
      await sql`DELETE FROM bulk_runs WHERE org_id = ${orgId} AND created_at < ${before}
        AND state NOT IN ('running', 'undoing')`.execute(ctx.db);
    });
}
