import type { PrivacyDeadline } from '@meada/contract/routes/privacy-requests';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { nearDeadlines } from './near.ts';

/**
 * Tells the desk of deadlines that are near, and of those that were missed: requests of people, and incidents. Each is told
 * once of either. The event carries no content.
 */
export async function warnDeadlines(kernel: Kernel): Promise<void> {
  const orgs = await kernel.database.asSystem((db) => db.selectFrom('organisations').select('id').execute());
  for (const { id } of orgs) await inTransaction(kernel, systemActor(id), warnOne);
}

async function warnOne(ctx: Ctx): Promise<void> {
  for (const deadline of await nearDeadlines(ctx)) {
    const late = deadline.daysLeft < 0;
    if (!(await mark(ctx, deadline, late))) continue;
    const { kind, id, dueOn, assigneeId } = deadline;
    ctx.audit({
      action: `privacy.${kind}_${late ? 'late' : 'due'}`,
      facts: { [`${kind}Id`]: id, dueOn },
    });
    ctx.emit({ name: 'privacy.due', facts: { kind, id, dueOn, late, assigneeId } });
  }
}

/** Whether it was not told of yet. What is late at once needs no word of being near any more. */
async function mark(ctx: Ctx, { kind, id }: PrivacyDeadline, late: boolean): Promise<boolean> {
  const table = sql.table(kind === 'request' ? 'privacy_requests' : 'incidents');
  const now = ctx.clock.now();
  const result = late
    ? await sql`UPDATE ${table} SET missed_at = ${now}, warned_at = coalesce(warned_at, ${now})
        WHERE org_id = ${ctx.orgId} AND id = ${id} AND missed_at IS NULL`.execute(ctx.db)
    : await sql`UPDATE ${table} SET warned_at = ${now}
        WHERE org_id = ${ctx.orgId} AND id = ${id} AND warned_at IS NULL`.execute(ctx.db);
  return Number(result.numAffectedRows ?? 0n) > 0;
}
