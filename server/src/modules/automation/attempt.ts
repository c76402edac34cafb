import { sql } from 'kysely';
import type { AuditEntry, Ctx } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';

export type Attempt<T> = { ok: true; value: T } | { ok: false; failure: Failure };

type Emitted = Parameters<Ctx['emit']>;

/**
 * Tries something inside the transaction: what is refused leaves nothing, neither rows nor events, and the transaction
 * goes on. With `keep: false` nothing is left either way, for a preview. Only refusals are caught.
 */
export async function attempt<T>(
  ctx: Ctx,
  work: (ctx: Ctx) => Promise<T>,
  { keep }: { keep: boolean },
): Promise<Attempt<T>> {
  const events: Emitted[] = [];
  const audits: AuditEntry[] = [];
  const after: Parameters<Ctx['afterCommit']>[0][] = [];
  const own: Ctx = {
    ...ctx,
    emit: (...event) => events.push(event),
    audit: (entry) => audits.push(entry),
    afterCommit: (task) => after.push(task),
  };
  await sql`SAVEPOINT attempt`.execute(ctx.db);
  try {
    const value = await work(own);
    if (!keep) await takeBack(ctx);
    await sql`RELEASE SAVEPOINT attempt`.execute(ctx.db);
    if (!keep) return { ok: true, value };
    for (const event of events) ctx.emit(...event);
    for (const entry of audits) ctx.audit(entry);
    for (const task of after) ctx.afterCommit(task);
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await takeBack(ctx);
    // Released, too: one attempt may stand in another, and both have the name.
    await sql`RELEASE SAVEPOINT attempt`.execute(ctx.db);
    return { ok: false, failure: error };
  }
}

const takeBack = (ctx: Ctx) => sql`ROLLBACK TO SAVEPOINT attempt`.execute(ctx.db);
