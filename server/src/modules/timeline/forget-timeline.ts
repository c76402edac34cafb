import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

/** Takes the lines of customers out who go themselves: they are only derived from what happened. */
export async function forgetTimeline(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  await sql`DELETE FROM timeline_entries WHERE org_id = ${ctx.orgId} AND customer_id = ANY(${[...customerIds]}::uuid[])`.execute(
    ctx.db,
  );
}
