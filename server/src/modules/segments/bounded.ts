import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { sqlState } from '../../kernel/db/database.ts';
import { roomFor } from './compile.ts';

/** A question of an editor that takes longer is given up: somebody is typing, and others share the database. */
const longestMs = 3000;
const cancelled = '57014';

/** Runs a question that may take long; null when it was given up. The transaction lives on. */
export async function bounded<T>(ctx: Ctx, ask: () => Promise<T>): Promise<T | null> {
  await sql`SAVEPOINT bounded`.execute(ctx.db);
  try {
    await roomFor(ctx);
    // The bound on the number makes the planner look rows up one by one; over a whole base, sets are always faster.
    await sql`SET LOCAL enable_nestloop = off`.execute(ctx.db);
    await sql`SELECT set_config('statement_timeout', ${String(longestMs)}, true)`.execute(ctx.db);
    const answer = await ask();
    // Rolled back rather than released: the limits were for this question only, and it wrote nothing.
    await sql`ROLLBACK TO SAVEPOINT bounded`.execute(ctx.db);
    return answer;
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT bounded`.execute(ctx.db);
    if (sqlState(error) === cancelled) return null;
    throw error;
  }
}
