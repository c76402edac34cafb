import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { mailTroubles, type Told } from './mails.ts';
import { type HealthRow, healthRows, troublesIn } from './report.ts';
import { isToBeTold } from './rules.ts';

/** Weeks of hours kept. */
const weeksKept = 8;

/**
 * Looks at every inbox of every organisation: counts what came in the hours that are full, finds what is wrong, and tells
 * those who answer for it, in the desk by an event and by mail at most once a day. Once a minute, for whoever has the
 * page open or not: agents' screens ask nothing. One process at a time looks at an organisation.
 */
export async function watchInboxes(kernel: Kernel): Promise<void> {
  const rows = await kernel.database.asSystem((db) =>
    db.selectFrom('inboxes').select('org_id').distinct().where('active', '=', true).execute(),
  );
  for (const { org_id: orgId } of rows) {
    try {
      await watchOrganisation(kernel, orgId);
    } catch (error) {
      kernel.log.error('the inboxes of an organisation could not be looked at', { error, orgId });
    }
  }
}

/** The same for one organisation. */
export async function watchOrganisation(kernel: Kernel, orgId: string): Promise<void> {
  const told = await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const lock = await sql<{ got: boolean }>`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${`watch ${orgId}`}, 0)) AS got`.execute(ctx.db);
    if (!lock.rows[0]?.got) return null;
    await countHours(ctx);
    return findTroubles(ctx);
  });
  if (told && told.inboxes.length > 0) await mailTroubles(kernel, told);
}

/** Counts what came in the hours that are full and not counted yet; the first time, as far back as the bytes are kept. */
async function countHours(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  await sql`
    INSERT INTO inbox_hours (org_id, inbox_id, hour, inbound)
    SELECT r.org_id, r.inbox_id, date_trunc('hour', r.received_at), count(*)
    FROM receipts r
    WHERE r.org_id = ${ctx.orgId} AND r.body IS NOT NULL AND r.received_at < date_trunc('hour', ${now}::timestamptz)
      AND r.received_at >= coalesce(
        (SELECT max(h.hour) + interval '1 hour' FROM inbox_hours h WHERE h.org_id = ${ctx.orgId}),
        ${now}::timestamptz - interval '28 days')
    GROUP BY 1, 2, 3 ON CONFLICT DO NOTHING`.execute(ctx.db);
  await sql`DELETE FROM inbox_hours WHERE org_id = ${ctx.orgId}
    AND hour < ${now}::timestamptz - ${sql.lit(weeksKept)} * interval '7 days'`.execute(ctx.db);
}

/** Writes down what changed, and answers whom to tell of which inboxes. */
async function findTroubles(ctx: Ctx): Promise<Told> {
  const now = ctx.clock.now();
  const told: Told = { orgId: ctx.orgId, inboxes: [] };
  for (const row of await healthRows(ctx)) {
    const troubles = troublesIn(row, now);
    const troubledAt = troubles.length === 0 ? null : (row.troubled_at ?? now);
    const tell = ctx.mailer.configured && isToBeTold({ now, troubledAt, toldAt: row.told_at });
    if (tell) told.inboxes.push({ id: row.id, name: row.name, ownerId: row.owner_id, troubles });
    const changed = troubles.join() !== row.troubles.join();
    if (changed || tell) await save(ctx, row, { troubles, troubledAt, toldAt: tell ? now : row.told_at });
    if (changed) ctx.emit({ name: 'inbox.health', facts: { inboxId: row.id } });
  }
  return told;
}

const save = (
  ctx: Ctx,
  row: HealthRow,
  now: { troubles: string[]; troubledAt: Date | null; toldAt: Date | null },
): Promise<unknown> =>
  ctx.db
    .updateTable('inboxes')
    .set({ troubles: now.troubles, troubled_at: now.troubledAt, told_at: now.toldAt })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', row.id)
    .execute();
