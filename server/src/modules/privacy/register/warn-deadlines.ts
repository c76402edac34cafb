import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';

/**
 * Tells the desk of deadlines that end within a day and are not kept: incidents, and requests of people. The event carries
 * no content; each incident is told once.
 */
export async function warnDeadlines(kernel: Kernel): Promise<void> {
  const orgs = await kernel.database.asSystem((db) => db.selectFrom('organisations').select('id').execute());
  for (const { id: orgId } of orgs)
    await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      const soon = new Date(ctx.clock.now().getTime() + 86_400_000);
      const { rows } = await sql<{ id: string }>`
        UPDATE incidents SET warned_at = ${ctx.clock.now()} WHERE org_id = ${orgId} AND warned_at IS NULL AND closed_at IS NULL
          AND risk <> 'low' AND (authority_told_at IS NULL OR people_told_at IS NULL) AND authority_due_on <= ${soon}::date
        RETURNING id`.execute(ctx.db);
      for (const { id } of rows) {
        ctx.audit({ action: 'privacy.incident_due', facts: { incidentId: id } });
        ctx.emit({ name: 'privacy.changed', facts: { what: 'deadline', customerId: null } });
      }
    });
}
