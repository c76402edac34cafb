import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { updateStanding } from './store.ts';

const atOnce = 500;

/** Counts as lost who did not come back in time. Meant for every hour; answers how many. */
export async function endAbandonments(kernel: Kernel): Promise<number> {
  const now = kernel.clock.now();
  const due = await kernel.database.asSystem((db) =>
    db
      .selectFrom('abandonments')
      .select(['org_id', 'id'])
      .where('settled_at', 'is', null)
      .where('ends_at', '<=', now)
      .orderBy('ends_at')
      .limit(atOnce)
      .execute(),
  );
  for (const [orgId, rows] of Map.groupBy(due, ({ org_id }) => org_id))
    await inTransaction(kernel, systemActor(orgId), (ctx) =>
      updateStanding(
        ctx,
        sql`state = 'lost', settled_at = ${now}`,
        sql`a.id = ANY(${rows.map(({ id }) => id)}::uuid[]) AND a.ends_at <= ${now}`,
      ),
    );
  return due.length;
}
