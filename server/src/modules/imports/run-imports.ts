import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import { checkBatch, dryRuns, runBatch, undoBatch } from './batch.ts';
import { undoDays } from './rules.ts';
import { type LockedImport, lockImport, saveImport } from './store.ts';

/** Between two batches the server's other work goes first (ms). */
const pauseMs = 5;
/** While another process tries a list dry, this one looks again after this (ms). */
const elsewhereMs = 5_000;
/** An import that begins wakes this; at rest nobody is asked. */
const idleMs = 10 * 60_000;
/** A file that is still being read after this was being read by a process that is gone. */
const readingMs = 30 * 60_000;

/** Times a batch is tried before somebody is told. */
const triesAtMost = 5;
const failures = new Map<string, number>();

const steps = { checking: checkBatch, running: runBatch, undoing: undoBatch } as const;

/**
 * Goes on with every import that is under way, a batch each in a transaction of its own: a process that is killed loses
 * nothing and does nothing twice. Answers when to go on.
 */
export async function runImports(kernel: Kernel): Promise<number> {
  const busy = await kernel.database.asSystem((db) =>
    db
      .selectFrom('imports')
      .select(['org_id', 'id'])
      .where('state', 'in', ['checking', 'running', 'undoing'])
      .orderBy('created_at')
      .limit(20)
      .execute(),
  );
  if (busy.length === 0) return idleMs;
  let isMine = false;
  for (const place of busy) isMine = (await goOn(kernel, place)) || isMine;
  return isMine ? pauseMs : elsewhereMs;
}

/** A batch of one import. Answers whether this process had something to do. */
async function goOn(kernel: Kernel, { org_id: orgId, id }: { org_id: string; id: string }): Promise<boolean> {
  try {
    const over = await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      const one = await lockBusy(ctx, id);
      return one === null || steps[one.state as keyof typeof steps](ctx, one);
    });
    failures.delete(id);
    if (over === true) dryRuns.delete(`${orgId} ${id}`);
    return over !== 'elsewhere';
  } catch (error) {
    // What a batch that failed had put into memory was never written: the dry run begins anew.
    dryRuns.delete(`${orgId} ${id}`);
    // A database that restarts or two who waited for each other: the batch left nothing, and is tried again.
    const tries = (failures.get(id) ?? 0) + 1;
    failures.set(id, tries);
    kernel.log.warn('a batch of an import failed', { error, importId: id, tries });
    if (tries < triesAtMost) return true;
    failures.delete(id);
    kernel.log.error('an import failed', { error, importId: id });
    await inTransaction(kernel, systemActor(orgId), (ctx) =>
      saveImport(ctx, id, { state: 'failed', error: 'internal', ended_at: ctx.clock.now() }),
    );
    return true;
  }
}

/** The import while it is under way; null when somebody has stopped or forgotten it meanwhile. */
async function lockBusy(ctx: Ctx, id: string): Promise<LockedImport | null> {
  try {
    return await lockImport(ctx, id, ['checking', 'running', 'undoing']);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** Rows of old imports go, and files whose reading never ended. Meant for every few hours. */
export async function forgetImports(kernel: Kernel): Promise<void> {
  const now = kernel.clock.now().getTime();
  const orgs = await kernel.database.asSystem((db) => db.selectFrom('organisations').select('id').execute());
  for (const { id: orgId } of orgs) {
    await inTransaction(kernel, systemActor(orgId), (ctx) =>
      sql`DELETE FROM imports WHERE org_id = ${orgId} AND (
        (state = 'reading' AND created_at < ${new Date(now - readingMs)})
        OR (state IN ('mapping', 'checked', 'stopped', 'done', 'failed', 'undone')
          AND coalesce(ended_at, created_at) < ${new Date(now - undoDays * 86_400_000)}))`.execute(ctx.db),
    );
  }
}
